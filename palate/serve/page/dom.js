// Elements from data: text is only ever set as text, so that nothing an item or a person wrote is markup.

export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child != null && child !== ""));
  return node;
}

const PATHS = {
  plus: "M12 5v14M5 12h14",
  talks: "M4 6h16v10H9l-5 4z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-4 4-6 7.5-6s6.500 2 7.500 6",
  theme: "M12 4a8 8 0 1 0 8 8 6 6 0 0 1-8-8z",
  send: "M5 12h13M13 6l6 6-6 6",
  close: "M6 6l12 12M18 6L6 18",
  like: "M12 20s-7.500-4.600-7.500-10A4.200 4.200 0 0 1 12 7.400 4.200 4.200 0 0 1 19.500 10c0 5.400-7.500 10-7.500 10z",
  dislike: "M5.600 5.600l12.800 12.800M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z",
  seen: "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  more: "M8 8h11v11H8zM5 16V5h11",
  down: "M6 9.500l6 6 6-6",
  take: "M5 12.500l4.500 4.500L19 7",
  edit: "M5 19l1-4L16.500 4.500l3 3L9 18z",
  erase: "M5 7h14M10 7V4.500h4V7M7 7l1 12.500h8L17 7",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

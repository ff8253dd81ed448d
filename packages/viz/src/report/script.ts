/**
 * The script of the page. It is text, not a function that is printed: a bundler that renames what
 * it finds in a function would break it, and its hash in the page's security policy must hold.
 */
export const script = `"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const tip = document.getElementById("tip");
const ring = document.getElementById("ring");
const texts = new Map();
const plots = new Map();
let shown = null;
let byKeys = null;

// The texts of title elements are shown by this page: the browser would show them a second later.
for (const plot of document.querySelectorAll(".plot")) {
  const items = [];
  for (const title of plot.querySelectorAll("title")) {
    const owner = title.parentNode;
    texts.set(owner, title.textContent);
    if (/^(rect|circle|polygon|g)$/.test(owner.tagName)) items.push(owner);
    title.remove();
  }
  const svg = plot.querySelector("svg");
  plots.set(plot, { svg, name: texts.get(svg), items, at: 0 });
  svg.setAttribute("aria-label", texts.get(svg));
  texts.delete(svg);
}

function show(item, x, y) {
  const text = texts.get(item);
  if (shown !== item) {
    shown = item;
    const end = text.lastIndexOf(": ");
    const name = document.createElement("bdi");
    name.textContent = end < 0 ? text : text.slice(0, end + 1);
    const value = document.createElement("strong");
    value.textContent = end < 0 ? "" : text.slice(end + 2);
    tip.replaceChildren(name, " ", value);
    tip.hidden = false;
  }
  const box = item.getBoundingClientRect();
  // The box around a line is not the line.
  ring.hidden = item.tagName === "path";
  ring.style.left = box.left + "px";
  ring.style.top = box.top + "px";
  ring.style.width = box.width + "px";
  ring.style.height = box.height + "px";
  const room = document.documentElement;
  tip.style.left = Math.max(4, Math.min(x + 14, room.clientWidth - tip.offsetWidth - 4)) + "px";
  const below = y + 18;
  const fits = below + tip.offsetHeight < room.clientHeight;
  tip.style.top = (fits ? below : Math.max(4, y - 14 - tip.offsetHeight)) + "px";
}

function hide() {
  shown = null;
  byKeys = null;
  tip.hidden = true;
  ring.hidden = true;
}

// A page that scrolls under a resting pointer sends the same place again: nobody pointed then.
let last = "";
document.addEventListener("pointermove", (event) => {
  const place = event.screenX + " " + event.screenY;
  if (place === last) return;
  last = place;
  let item = event.target;
  while (item && !texts.has(item)) item = item.parentNode;
  if (item) {
    byKeys = null;
    show(item, event.clientX, event.clientY);
  } else if (!byKeys) hide();
});
document.addEventListener("scroll", () => {
  if (byKeys) showByKeys();
  else hide();
}, true);

function showByKeys() {
  const box = byKeys.getBoundingClientRect();
  show(byKeys, box.right - 10, box.bottom - 12);
}

function focusOn(plot, index) {
  const entry = plots.get(plot);
  if (entry.items.length === 0) return;
  entry.at = index;
  byKeys = entry.items[index];
  byKeys.scrollIntoView({ block: "nearest", inline: "nearest" });
  showByKeys();
}

const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// The next point of the same line, else the nearest item in the direction; what lies aside counts
// as further away, so that rows and columns are followed.
function neighbour({ items, at }, [dx, dy]) {
  if (items[at].parentNode.matches(".points") && dx !== 0) {
    const next = items[at + dx];
    return next && next.parentNode === items[at].parentNode ? at + dx : at;
  }
  const middle = (item) => {
    const box = item.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const [x, y] = middle(items[at]);
  let best = at;
  let least = Infinity;
  items.forEach((item, index) => {
    const [a, b] = middle(item);
    const ahead = (a - x) * dx + (b - y) * dy;
    const aside = Math.abs((a - x) * dy) + Math.abs((b - y) * dx);
    if (ahead > 0.5 && ahead + 3 * aside < least) {
      least = ahead + 3 * aside;
      best = index;
    }
  });
  return best;
}

for (const plot of plots.keys()) {
  const entry = plots.get(plot);
  plot.addEventListener("focus", () => {
    if (plot.matches(":focus-visible")) focusOn(plot, entry.at);
  });
  plot.addEventListener("blur", hide);
  plot.addEventListener("keydown", (event) => {
    const last = entry.items.length - 1;
    let next = entry.at;
    if (event.ctrlKey || event.altKey || event.metaKey || last < 0) return;
    if (event.key === "Escape") return hide();
    if (event.key in directions) next = neighbour(entry, directions[event.key]);
    else if (event.key === "Home") next = 0;
    else if (event.key === "End") next = last;
    else if (event.key === "PageDown") next = Math.min(last, next + 1);
    else if (event.key === "PageUp") next = Math.max(0, next - 1);
    else return;
    event.preventDefault();
    focusOn(plot, next);
  });
}

function save(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// The figure as a file of its own: light, with its titles back, without what the page added.
function svgText({ svg, name }) {
  const copy = svg.cloneNode(true);
  const copies = [...copy.querySelectorAll("*")];
  [...svg.querySelectorAll("*")].forEach((original, index) => {
    const target = copies[index];
    if (texts.has(original)) addTitle(target, texts.get(original));
    for (const attribute of ["fill", "stroke"]) {
      const color = /^var\\(--(c[0-9]+)\\)$/.exec(target.getAttribute(attribute) || "");
      if (color) target.setAttribute(attribute, data.colors[color[1]]);
    }
  });
  copy.removeAttribute("aria-label");
  addTitle(copy, name);
  return new XMLSerializer().serializeToString(copy);
}

function addTitle(target, text) {
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = text;
  target.prepend(title);
}

for (const button of document.querySelectorAll("button[data-file]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const name = button.dataset.file;
    const plot = button.closest("figure")?.querySelector(".plot");
    if (plot) return save(name, "image/svg+xml", svgText(plots.get(plot)));
    const result = data.results[button.dataset.result];
    if (name.endsWith(".csv")) save(name, "text/csv", result.csv);
    else save(name, "application/json", JSON.stringify(result.json, null, 2) + "\\n");
  });
}
document.getElementById("hint").hidden = false;

let closed = [];
addEventListener("beforeprint", () => {
  hide();
  closed = [...document.querySelectorAll("details:not([open])")];
  for (const part of closed) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of closed) part.open = false;
});
`;

/** SHA-256 of the script, which the page's security policy names: no other script can run. */
export const scriptHash = "sha256-CClb18OiqY84++Wzii2V9qeQfn3NmwZETvom70g3vG0=";

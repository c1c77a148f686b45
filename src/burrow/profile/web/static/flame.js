// The flame graph: draws the tree that flame.py wrote, the root on top.  A click or Enter zooms, Escape goes back, arrows move.
"use strict";
(() => {
  const ROW = 19, LEAST = 0.6;
  const UNITS = {
    nanoseconds: [["s", 1e9], ["ms", 1e6], ["µs", 1e3], ["ns", 1]],
    bytes: [["GB", 2 ** 30], ["MB", 2 ** 20], ["kB", 2 ** 10], ["B", 1]],
  };
  const STRICT = new Set(["mark", "assist", "sweep"]), HANDED_DOWN = new Set(["allocation", "zeroing", "barrier", "free and drop"]);

  function shown(value, unit) {
    const known = UNITS[unit];
    if (!known || !value) return value.toLocaleString("en");
    const [name, factor] = known.find(([, f]) => Math.abs(value) >= f) || known[known.length - 1];
    return (value / factor).toFixed(factor > 1 ? 2 : 0).replace(/\.00$/, "") + name;
  }

  function flame(place, data) {
    const compared = data.compared, links = data.links || {};
    const frames = [];
    function build(raw, parent, depth) {
      const one = { name: data.names[raw[0]], value: raw[1], own: raw[2], base: compared ? raw[3] : 0, parent, depth, callees: [] };
      one.size = compared ? Math.abs(one.value) + Math.abs(one.base) : Math.abs(one.value);
      const own = data.classes[data.kinds[raw[0]]];
      const above = parent ? parent.kind : "program";
      one.kind = STRICT.has(above) ? above : own !== "program" ? own : HANDED_DOWN.has(above) ? above : "program";
      frames.push(one);
      for (const callee of raw[raw.length - 1]) one.callees.push(build(callee, one, depth + 1));
      return one;
    }
    const root = build(data.root, null, 0);
    root.name = "all";
    let top = root, at = root, wanted = null;
    const whole = root.value || 1;

    place.innerHTML = "";
    const tools = element("div", "tools"), search = element("input"), back = element("button"), matched = element("span", "about");
    search.type = "search"; search.placeholder = "find a function (expression)"; search.setAttribute("aria-label", "find a function");
    back.textContent = "whole graph"; back.type = "button"; matched.setAttribute("role", "status");
    tools.append(search, back, matched);
    const boxes = element("div", "boxes");
    boxes.setAttribute("role", "tree"); boxes.setAttribute("aria-label", "flame graph of " + (data.title || "the profile"));
    const detail = element("div", "detail");
    detail.setAttribute("aria-live", "polite");
    place.append(tools, boxes, detail, legend());

    function element(name, kind) { const made = document.createElement(name); if (kind) made.className = kind; return made; }
    function legend() {
      const list = element("ul", "legend");
      const kinds = compared ? ["more", "same", "less"] : data.classes.filter((kind) => frames.some((one) => one.kind === kind));
      for (const kind of kinds) {
        const item = element("li"), mark = element("i", "k");
        mark.dataset.kind = kind;
        item.append(mark, compared ? { more: "costs more than the base", same: "the same", less: "costs less" }[kind] : kind);
        list.append(item);
      }
      return list;
    }
    function colour(one) {
      if (!compared) return one.kind;
      const change = one.size ? (one.value - one.base) / one.size : 0;
      return change > 0.02 ? "more" : change < -0.02 ? "less" : "same";
    }
    function words(one) {
      const part = (100 * one.value / whole).toFixed(1) + "%";
      if (!compared) return shown(one.value, data.unit) + " (" + part + ")" + (one.own && one.own !== one.value ? ", " + shown(one.own, data.unit) + " of it itself" : "");
      const change = one.value - one.base;
      return shown(one.base, data.unit) + " → " + shown(one.value, data.unit) + " (" + (change > 0 ? "+" : "") + shown(change, data.unit) + ")";
    }
    function draw() {
      const width = boxes.clientWidth || 800;
      boxes.textContent = "";
      let deepest = 0;
      const path = [];
      for (let one = top; one; one = one.parent) path.unshift(one);
      path.forEach((one, row) => box(one, 0, width, row));
      deepest = path.length;
      const inside = (one, left, room, row) => {
        let x = left;
        for (const callee of one.callees) {
          const w = one.size ? room * callee.size / one.size : 0;
          if (w >= LEAST) {
            box(callee, x, w, row);
            deepest = Math.max(deepest, row + 1);
            inside(callee, x, w, row + 1);
          }
          x += w;
        }
      };
      inside(top, 0, width, path.length);
      boxes.style.height = deepest * ROW + "px";
      back.disabled = top === root;
      tell(at);
    }
    function box(one, left, width, row) {
      const made = element("div", "box");
      made.style.left = left + "px"; made.style.top = row * ROW + "px"; made.style.width = width + "px";
      made.dataset.kind = colour(one);
      made.setAttribute("role", "treeitem"); made.setAttribute("aria-level", one.depth + 1);
      made.setAttribute("aria-label", one.name + ", " + words(one));
      made.title = one.name + "\n" + words(one);
      made.tabIndex = one === at ? 0 : -1;
      if (width > 24) made.textContent = one.name; else made.classList.add("narrow");
      if (wanted && !wanted.test(one.name)) made.classList.add("dim");
      made.addEventListener("click", () => { at = one; zoom(one); });
      made.addEventListener("mouseenter", () => tell(one));
      made.addEventListener("focus", () => { at = one; tell(one); });
      one.made = made;
      boxes.append(made);
    }
    function tell(one) {
      detail.textContent = "";
      const name = element("b");
      name.textContent = one.name;
      detail.append(name, " " + words(one) + " · " + (compared ? "" : one.kind), element("br"));
      if (one === root) { detail.append("click a frame to zoom, / to search, arrows to move, Escape to go back"); return; }
      for (const [what, halves] of Object.entries(links)) {
        const link = element("a");
        const value = what === "source" || what === "callers" ? one.name : "^" + one.name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + "$";
        link.href = halves[0] + encodeURIComponent(value) + halves[1];
        link.textContent = what;
        detail.append(link);
      }
    }
    function zoom(one) { top = one; at = one; draw(); one.made && one.made.focus({ preventScroll: true }); }
    function near(one, step) {
      const all = one.parent ? one.parent.callees.filter((other) => other.made && other.made.isConnected) : [one];
      return all[all.indexOf(one) + step];
    }
    boxes.addEventListener("keydown", (event) => {
      const to = { ArrowUp: () => at.parent, ArrowLeft: () => near(at, -1), ArrowRight: () => near(at, 1),
        ArrowDown: () => at.callees.filter((one) => one.made && one.made.isConnected).sort((a, b) => b.size - a.size)[0] }[event.key];
      if (to) {
        const next = to();
        if (next && next.made) { at.made && (at.made.tabIndex = -1); at = next; at.made.tabIndex = 0; at.made.focus(); }
      } else if (event.key === "Enter" || event.key === " ") zoom(at);
      else if (event.key === "Escape") zoom(root);
      else return;
      event.preventDefault();
    });
    back.addEventListener("click", () => zoom(root));
    search.addEventListener("input", () => {
      try { wanted = search.value ? new RegExp(search.value, "i") : null; } catch { return; }
      let total = 0;
      const count = (one) => { if (wanted.test(one.name)) total += one.value; else one.callees.forEach(count); };
      if (wanted) count(root);
      matched.textContent = wanted ? "matched " + shown(total, data.unit) + " (" + (100 * total / whole).toFixed(1) + "%)" : "";
      draw();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !/INPUT|SELECT/.test(document.activeElement.tagName)) { search.focus(); event.preventDefault(); }
    });
    new ResizeObserver(() => { if (boxes.clientWidth !== boxes.lastWidth) { boxes.lastWidth = boxes.clientWidth; draw(); } }).observe(boxes);
    draw();
  }

  for (const place of document.querySelectorAll("[data-flame]")) flame(place, JSON.parse(document.getElementById(place.dataset.flame).textContent));
})();

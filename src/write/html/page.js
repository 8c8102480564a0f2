"use strict";
// Sorting: a press on a column's head sorts its table by that column, a second press turns the order.
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    if (head.tagName !== "TH") return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const body = table.tBodies[0];
      const key = (row) => {
        const cell = row.cells[column];
        return cell.dataset.v === undefined ? cell.textContent.trim() : Number(cell.dataset.v);
      };
      const rows = [...body.rows].map((row) => [key(row), row]);
      rows.sort(([a], [b]) => {
        // Numbers stand before words, and words that say that something is missing thus last.
        if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
        const order = typeof a === "number" ? a - b : a.localeCompare(b);
        return up ? order : -order;
      });
      body.append(...rows.map(([, row]) => row));
    });
  });
}
// The panel of weights and rules: the arithmetic of the program over the scores of the leaves.
const panel = document.getElementById("what-if-panel");
if (panel) {
  const data = JSON.parse(document.getElementById("what-if-data").textContent);
  const { nodes, units } = data;
  const children = nodes.map((_, i) => nodes.map((_, j) => j).filter((j) => nodes[j].parent === i));
  const published = { weights: nodes.map((n) => n.weight), powers: nodes.map((n) => n.power) };
  let now = { weights: [...published.weights], powers: [...published.powers] };
  // The words of the page's language by their English form, with what stands in their {places}.
  const say = (phrase, places = {}) => (data.words[phrase] ?? phrase).replace(/\{(\w+)\}/g, (_, place) => places[place]);
  const RULES = [[1, "arithmetic mean"], [0, "geometric mean"], [-1, "harmonic mean"], ["minimum", "minimum"]];

  // The weighted mean with this power of [weight, score]; scores are above 0.
  const mean = (parts, power) => {
    const values = parts.map(([, z]) => z);
    if (power === "minimum") return Math.min(...values);
    const total = parts.reduce((sum, [w]) => sum + w, 0);
    const share = (f) => parts.reduce((sum, [w, z]) => sum + w * f(z), 0) / total;
    const m = power === 0 ? Math.exp(share(Math.log)) : Math.pow(share((z) => Math.pow(z, power)), 1 / power);
    return Math.max(Math.min(m, Math.max(...values)), Math.min(...values));
  };
  // The score of a node; one that is withheld as published stays withheld.
  const score = (unit, i, choice) => {
    const own = unit.scores[i];
    const power = choice.powers[i];
    if (own === null || power === null) return own;
    const below = children[i];
    const weights = below.map((c) => (unit.applies[c] ? choice.weights[c] : 0));
    below.forEach((c) => {
      const heir = below.indexOf(nodes[c].heir);
      if (!unit.applies[c] && heir >= 0 && unit.applies[below[heir]]) weights[heir] += choice.weights[c];
    });
    const parts = below
      .map((c, k) => [i !== data.content && !unit.searched[c] ? 0 : weights[k], score(unit, c, choice)])
      .filter(([w, z]) => w > 0 && z !== null);
    return parts.length ? mean(parts, power) : null;
  };
  const label = (gap) => data.labels[gap < data.bands[0] ? 0 : gap <= data.bands[1] ? 1 : gap <= data.bands[2] ? 2 : 3];
  const answer = (unit, choice) => {
    const form = score(unit, data.form, choice);
    const content = score(unit, data.content, choice);
    const gap = form === null || content === null ? null : form - content;
    const met = children[data.content].filter((c) => (score(unit, c, choice) ?? 0) >= data.threshold).length;
    return { form, content, gap, met };
  };
  const decimal = (x) => x.toFixed(1).replace(".", data.decimal);
  const fixed = (x) => decimal(Math.round(Math.abs(x) * 10) / 10);
  const plain = (x) => (x === null ? "–" : (x < 0 ? "−" : "") + fixed(x));
  const signed = (x) => (x === null ? "–" : fixed(x) === decimal(0) ? decimal(0) : (x < 0 ? "−" : "+") + fixed(x));
  const make = (tag, text = "", attributes = {}) => {
    const element = document.createElement(tag);
    element.textContent = text;
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    return element;
  };

  const said = make("p", "", { role: "status" });
  const box = make("div", "", { class: "scroll" });
  const table = make("table");
  table.append(make("caption", say("Scores with these weights and rules")));
  const head = table.createTHead().insertRow();
  head.append(make("td"));
  for (const text of ["FORM", "CONTENT", "GAP", "GAP as published", "rank by CONTENT", "parameters met"]) {
    head.append(make("th", say(text), { scope: "col", class: "n" }));
  }
  head.append(make("th", say("band of the gap"), { scope: "col" }));
  const body = table.createTBody();
  box.append(table);

  const show = () => {
    const answers = units.map((unit) => answer(unit, now));
    body.replaceChildren();
    units.forEach((unit, i) => {
      const { form, content, gap, met } = answers[i];
      const before = answer(unit, published);
      const rank = content === null ? null : 1 + answers.filter((a) => a.content !== null && a.content > content).length;
      const row = body.insertRow();
      const name = make("th", "", { scope: "row" });
      name.append(unit.asked ? make("strong", unit.name) : unit.name);
      row.append(name);
      const cell = (text, value) => {
        const td = make("td", text, { class: "n" });
        if (value !== null) td.dataset.v = value;
        row.append(td);
      };
      cell(plain(form), form);
      cell(plain(content), content);
      cell(signed(gap), gap);
      cell(signed(before.gap), before.gap);
      cell(rank === null ? "–" : String(rank), rank);
      cell(String(met), met);
      row.append(make("td", gap === null ? "–" : label(gap)));
      if (gap !== null && before.gap !== null && label(gap) !== label(before.gap)) row.lastChild.className = "changed";
    });
    const moved = now.weights.some((w, i) => w !== published.weights[i]) || now.powers.some((p, i) => p !== published.powers[i]);
    const first = Math.max(0, units.findIndex((unit) => unit.asked));
    const a = answers[first];
    const words = { name: units[first].name, form: plain(a.form), content: plain(a.content), gap: signed(a.gap) };
    const told =
      a.gap === null
        ? say("{name}, FORM {form}, CONTENT {content}, gap {gap}.", words)
        : say("{name}, FORM {form}, CONTENT {content}, gap {gap} ({band}).", { ...words, band: label(a.gap) });
    said.textContent = say(moved ? "With these weights and rules: {answer}" : "As published: {answer}", { answer: told });
    for (const refresh of refreshers) refresh();
  };

  const refreshers = [];
  const controls = make("div");
  nodes.forEach((node, i) => {
    if (!node.movable || node.power === null || children[i].length < 2) return;
    const group = make("fieldset");
    group.append(make("legend", node.title));
    const rule = make("div", "", { class: "control" });
    const choose = make("select", "", { id: `rule-${node.code}` });
    const named = RULES.map(([power, text]) => [power, say(text)]);
    const own = () => [node.power, say("mean with power {power}", { power: String(node.power).replace(".", data.decimal) })];
    const rules = RULES.some(([power]) => power === node.power) ? named : [...named, own()];
    rules.forEach(([power, text], k) => choose.append(make("option", power === node.power ? say("{rule} (published)", { rule: text }) : text, { value: k })));
    choose.addEventListener("change", () => {
      now.powers[i] = rules[Number(choose.value)][0];
      show();
    });
    rule.append(make("label", say("combined by"), { for: choose.id }), choose);
    group.append(rule);
    refreshers.push(() => (choose.value = String(rules.findIndex(([power]) => power === now.powers[i]))));
    for (const c of children[i]) {
      const line = make("div", "", { class: "control" });
      const id = `weight-${nodes[c].code}`;
      const slider = make("input", "", { id, type: "range", min: 0, max: 100, step: 1 });
      const share = make("output", "", { for: id });
      slider.addEventListener("input", () => {
        now.weights[c] = Number(slider.value) / 100;
        show();
      });
      line.append(make("label", nodes[c].title, { for: id }), slider, share);
      group.append(line);
      refreshers.push(() => {
        const total = children[i].reduce((sum, k) => sum + now.weights[k], 0);
        slider.value = String(Math.round(100 * now.weights[c]));
        share.textContent = total > 0 ? `${decimal(Math.round((1000 * now.weights[c]) / total) / 10)} %` : "–";
      });
    }
    controls.append(group);
  });
  const back = make("button", say("As published"), { type: "button", id: "what-if-reset" });
  back.addEventListener("click", () => {
    now = { weights: [...published.weights], powers: [...published.powers] };
    show();
  });
  panel.append(said, box, back, controls);
  show();
}
// What is wider than the page is moved with the keys as well, whenever it gets so: once the panel is there, in a part that is
// opened, and in a window that grows narrower.
const reach = () => {
  for (const box of document.querySelectorAll(".scroll:not([tabindex])")) {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      const caption = box.querySelector("caption");
      box.setAttribute("aria-label", caption ? caption.textContent : (document.body.dataset.table ?? "Table"));
    }
  }
};
reach();
addEventListener("resize", reach);
addEventListener("load", reach);
addEventListener("toggle", reach, true);

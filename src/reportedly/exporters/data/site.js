"use strict";
const {events, map: land} = JSON.parse(document.getElementById("data").textContent);
const byId = new Map(events.map(e => [e.id, e]));
const $ = id => document.getElementById(id);
let shown = events, chosen = null;

/** An element with text and children; text is never parsed as markup. */
function el(tag, attrs = {}, ...children) {
  const node = document.createElement(tag);
  for (const [k, v] of Object.entries(attrs)) if (k === "on") node.addEventListener("click", v); else node.setAttribute(k, v);
  node.append(...children.filter(c => c !== null && c !== ""));
  return node;
}
const plural = (n, one) => `${n.toLocaleString("en")} ${one}${n === 1 ? "" : "s"}`;
const range = s => s.low === null && s.high === null ? "some" : s.low === null ? `up to ${s.high}` : s.high === null ? `${s.low}+` : s.low === s.high ? `${s.low}` : `${s.low}–${s.high}`;

/* ---- filters and list ---- */
for (const type of [...new Set(events.map(e => e.type))].sort()) $("type").append(el("option", {value: type}, type));
$("filters").addEventListener("input", draw);
$("filters").addEventListener("submit", e => e.preventDefault());

function draw() {
  const words = $("words").value.toLowerCase().split(/\s+/).filter(Boolean), type = $("type").value;
  shown = events.filter(e => {
    const text = [e.headline, e.place, e.actors, e.targets, e.type, e.when, ...e.claims.map(c => c.outlet + " " + c.chain.join(" "))].join(" ").toLowerCase();
    return words.every(w => text.includes(w)) && (!type || e.type === type) && e.sources >= +$("sources").value
      && (!$("disputed").checked || e.tolls.some(t => t.disputed));
  });
  const reports = new Set(shown.flatMap(e => e.claims.map(c => c.report)));
  $("summary").textContent = `${plural(shown.length, "event")} from ${plural(reports.size, "report")}`;
  $("list").replaceChildren(...(shown.length ? shown.map(row) : [el("p", {class: "none"}, "No event fits these filters.")]));
  drawMap(); drawTimeline(); mark();
}
function row(e) {
  const tolls = e.tolls.filter(t => t.low !== null || t.high !== null).slice(0, 3).map(t => t.text).join(", ");
  return el("button", {class: "row", type: "button", "data-id": e.id, on: () => choose(e.id)},
    el("small", {}, [e.when || "time not told", e.place].filter(Boolean).join(" · ")), el("b", {}, e.headline + (e.status !== "asserted" ? ` (${e.status})` : "")),
    el("small", {}, tolls ? el("span", {class: "toll"}, tolls + " · ") : "", `${plural(e.sources, "independent source")}, ${plural(e.reports, "report")}`,
      e.tolls.some(t => t.disputed) ? el("span", {class: "disputed"}, " · disputed") : ""));
}
function choose(id) { chosen = id; location.hash = id; detail(byId.get(id)); mark(); }
function mark() {
  for (const node of document.querySelectorAll("[data-id]")) node.classList.toggle("on", node.dataset.id === chosen);
  document.querySelector(".row.on")?.scrollIntoView({block: "nearest"});
}

/* ---- one event ---- */
function detail(e) {
  const rows = e.tolls.flatMap(t => [
    el("tr", {class: "sum"}, el("th", {}, `${t.text}`), el("td", {}, t.party, t.disputed ? el("span", {class: "disputed"}, " · disputed") : ""), el("td", {class: "num"}, t.best === null ? "" : `best ${t.best}`)),
    ...t.stands.map(s => stand(s, "")), ...t.superseded.map(s => stand(s, "old"))]);
  $("detail").replaceChildren(
    el("p", {class: "meta"}, el("span", {class: "tag"}, e.type), el("span", {class: "tag"}, e.kind), e.status !== "asserted" ? el("span", {class: "tag"}, e.status) : ""),
    el("h2", {}, e.headline),
    el("p", {class: "meta"}, [e.when || "time not told", e.place ? `${e.place} (${e.precision})` : "place not told"].join(" · ")),
    el("p", {class: "meta"}, `${plural(e.sources, "independent source")} in ${plural(e.reports, "report")} · credibility ${e.credibility} of 6 · figures by the rule “${e.rule}”`),
    rows.length ? el("h3", {}, "Loss, and who says so") : "", rows.length ? el("table", {}, ...rows) : "",
    e.notes.length ? el("h3", {}, "Contradictions and gaps") : "", e.notes.length ? el("ul", {}, ...e.notes.map(n => el("li", {}, n))) : "",
    el("h3", {}, "Claims"), ...e.claims.map(claim),
    e.reasons.length ? el("h3", {}, "Why these claims were joined") : "", e.reasons.length ? el("ul", {}, ...e.reasons.map(n => el("li", {}, n))) : "");
  $("detail").scrollTop = 0;
}
function stand(s, kind) {
  return el("tr", {}, el("td", {}, el("button", {class: "link", type: "button", on: () => show(s.claim)}, s.source || "unsourced")),
    el("td", {}, kind ? "replaced by a later figure" : ""), el("td", {class: "num " + kind}, range(s)));
}
function show(id) {
  const node = document.querySelector(`article[data-claim="${CSS.escape(id)}"]`);
  if (!node) return;
  document.querySelectorAll("article.on").forEach(n => n.classList.remove("on"));
  node.classList.add("on"); node.scrollIntoView({behavior: "smooth", block: "center"});
}
function claim(c) {
  const chain = [c.outlet, ...c.chain].flatMap((name, k) => k ? [el("i", {}, " citing "), el("span", {title: c.roles[k - 1]}, name)] : [el("b", {}, name)]);
  return el("article", {"data-claim": c.id},
    el("div", {class: "chain"}, ...chain, el("i", {}, c.published ? ` · ${c.published}` : ""), c.status !== "asserted" ? el("span", {class: "tag"}, c.status) : ""),
    ...c.quotes.map(q => el("blockquote", {}, ...q.map(([words, field]) => field ? el("mark", {class: field, title: field}, words) : words))),
    c.url ? el("a", {href: c.url, rel: "noreferrer noopener", target: "_blank", class: "meta"}, c.title || c.url) : c.title ? el("span", {class: "meta"}, c.title) : "");
}

/* ---- map ---- */
const rings = flat => { let x = 0, y = 0; const out = []; for (let k = 0; k < flat.length; k += 2) out.push([(x += flat[k]) / 100, (y += flat[k + 1]) / 100]); return out; };
const line = list => list.map(r => "M" + rings(r).map(p => project(p).map(n => n.toFixed(1)).join(" ")).join("L") + "Z").join("");
const project = ([lon, lat]) => [lon * 10, -Math.log(Math.tan(Math.PI / 4 + Math.max(-84, Math.min(84, lat)) * Math.PI / 360)) * 1800 / Math.PI];
const svg = d3.select("#map").append("svg").attr("role", "img").attr("aria-label", "Map of events");
const canvas = svg.append("g");
const zoom = d3.zoom().scaleExtent([0.3, 400]).on("zoom", ev => { canvas.attr("transform", ev.transform); scale(ev.transform.k); });
svg.call(zoom);
canvas.selectAll(".outline").data(land.outlines).join("path").attr("class", d => "outline" + (d.home ? " home" : "")).attr("d", d => line(d.rings));
canvas.selectAll(".province").data(land.provinces).join("path").attr("class", "province").attr("d", d => line(d.rings)).append("title").text(d => d.name);
const marks = canvas.append("g");
let factor = 1;
const size = e => 4.5 + Math.sqrt(e.killed) * .75;
function drawMap() {
  const placed = shown.filter(e => e.lat !== null), stacks = new Map();
  for (const e of placed) { const key = e.lat + "," + e.lon; e.nth = stacks.get(key) ?? 0; stacks.set(key, e.nth + 1); e.of = key; }
  for (const e of placed) e.stack = stacks.get(e.of);
  marks.selectAll(".disc").data(placed.filter(e => e.radius > 3000 && e.precision !== "country"), e => e.id).join("circle").attr("class", "disc")
    .attr("cx", e => project([e.lon, e.lat])[0]).attr("cy", e => project([e.lon, e.lat])[1])
    .attr("r", e => e.radius / 111195 * 10 / Math.cos(e.lat * Math.PI / 180));
  marks.selectAll(".dot").data(placed, e => e.id).join(enter => { const c = enter.append("circle").attr("class", "dot"); c.append("title"); return c; })
    .attr("data-id", e => e.id).on("click", (_, e) => choose(e.id)).select("title").text(e => `${e.headline} (${e.when})`);
  scale(factor);
}
/** Dots keep their size on the screen; those of one place stand around it. */
function scale(k) {
  factor = k;
  marks.selectAll(".dot").attr("r", e => size(e) / k).attr("cx", e => project([e.lon, e.lat])[0] + offset(e, Math.cos) / k).attr("cy", e => project([e.lon, e.lat])[1] + offset(e, Math.sin) / k);
}
const offset = (e, f) => e.stack === 1 ? 0 : f(e.nth * 2.4) * 5 * Math.sqrt(e.nth + .6);
function fit() {
  const points = shown.filter(e => e.lat !== null).map(e => project([e.lon, e.lat]));
  const box = $("map").getBoundingClientRect();
  if (!points.length) points.push([-600, -300], [1200, 500]);
  const xs = points.map(p => p[0]), ys = points.map(p => p[1]);
  const w = Math.max(40, Math.max(...xs) - Math.min(...xs)), h = Math.max(30, Math.max(...ys) - Math.min(...ys));
  const k = Math.min(box.width / (w * 1.35), box.height / (h * 1.45));
  const cx = (Math.max(...xs) + Math.min(...xs)) / 2, cy = (Math.max(...ys) + Math.min(...ys)) / 2;
  svg.call(zoom.transform, d3.zoomIdentity.translate(box.width / 2 - cx * k, box.height / 2 - cy * k).scale(k));
}
$("whole").addEventListener("click", fit);

/* ---- timeline ---- */
function drawTimeline() {
  const box = $("timeline").getBoundingClientRect(), dated = shown.filter(e => e.day && e.until);
  const root = d3.select("#timeline").selectAll("svg").data([0]).join("svg").attr("viewBox", `0 0 ${box.width} ${box.height}`).attr("role", "img").attr("aria-label", "Timeline of events");
  root.selectAll("*").remove();
  if (!dated.length) return;
  const time = s => new Date(s + "T00:00:00Z"), day = 864e5;
  let from = Math.min(...dated.map(e => time(e.day))), to = Math.max(...dated.map(e => +time(e.until))) + day;
  const pad = Math.max((to - from) * .03, day); from -= pad; to += pad;
  const x = d3.scaleUtc([from, to], [14, box.width - 14]), lanes = [];
  for (const e of [...dated].sort((a, b) => a.day < b.day ? -1 : 1)) {
    const a = x(time(e.day)), b = Math.max(x(+time(e.until) + day), a + 6);
    let lane = lanes.findIndex(end => end < a - 2); if (lane < 0) lane = lanes.push(0) - 1; lanes[lane] = b;
    e.bar = [a, b, lane];
  }
  const step = Math.min(13, (box.height - 34) / Math.max(lanes.length, 1));
  root.selectAll(".bar").data(dated).join("rect").attr("class", "bar").attr("data-id", e => e.id).attr("x", e => e.bar[0]).attr("width", e => e.bar[1] - e.bar[0]).attr("rx", 2)
    .attr("y", e => box.height - 30 - (e.bar[2] + 1) * step).attr("height", Math.max(2, step - 2)).on("click", (_, e) => choose(e.id)).append("title").text(e => `${e.when}: ${e.headline}`);
  root.append("g").attr("class", "axis").attr("transform", `translate(0,${box.height - 24})`).call(d3.axisBottom(x).ticks(Math.max(3, box.width / 110)).tickSizeOuter(0));
}
addEventListener("resize", () => { drawTimeline(); mark(); });
draw(); fit();
const wanted = byId.has(location.hash.slice(1)) ? location.hash.slice(1) : [...events].sort((a, b) => b.sources - a.sources || b.killed - a.killed)[0]?.id;
if (wanted) choose(wanted); else $("detail").replaceChildren(el("p", {class: "none"}, "The ledger holds no events yet."));

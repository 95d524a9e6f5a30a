// Decisions without loading the page again, and a key for each button. Without this script the forms work as they are.
"use strict";
const cards = [...document.querySelectorAll(".card")];
const open = () => cards.filter((card) => !card.classList.contains("done"));

function step(from, by) {
  const left = open();
  if (!left.length) return;
  const at = left.indexOf(from);
  const next = left[Math.min(left.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

async function keep(card, form, button) {
  const output = form.querySelector("output");
  const body = new URLSearchParams(new FormData(form, button));
  output.className = "";
  output.textContent = "…";
  const left = open();
  const next = left[left.indexOf(card) + 1];
  try {
    const answer = await fetch("/review", { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) {
      const fault = await answer.json();
      throw new Error(`${fault.message}. ${fault.hint}`);
    }
  } catch (fault) {
    output.className = "fault";
    output.textContent = `Not kept: ${fault.message}`;
    return;
  }
  output.textContent = `Kept: ${button.value}`;
  card.classList.add("done");
  for (const each of form.querySelectorAll("button, input")) each.disabled = true;
  if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  else if (!open().length) location.reload();
}

for (const card of cards) {
  const form = card.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter && !card.classList.contains("done")) keep(card, form, event.submitter);
  });
  // In the field of the reason, Enter must decide nothing.
  form.querySelector("[name=reason]").addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea")) return;
  const card = event.target.closest(".card");
  if (event.key === "j" || event.key === "k") { step(card, event.key === "j" ? 1 : -1); event.preventDefault(); return; }
  const button = card && card.querySelector(`button[data-key="${CSS.escape(event.key)}"]:enabled`);
  if (button) { button.click(); event.preventDefault(); }
});

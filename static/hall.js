/* Comforts only: every page does its work without this file. */
"use strict";

/* A form that came back with errors: the summary is the first thing to read. */
const summary = document.querySelector(".error-summary");
if (summary) summary.focus();

/* Only a script can open the print window, so the button waits for it. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

/* The second click on a slow connection. The server refuses it anyway; this spares people the question. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000); /* a form answered by a download stays on the page */
});

/* Back from the browser's memory, the form may be sent again. */
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

/* An open menu closes with Escape and gives the focus back. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest(".site-menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

/* The sum of the bills that are ticked; the server counts anyway. */
const payTotal = document.querySelector("[data-pay-total]");
if (payTotal) {
  payTotal.closest("form").addEventListener("change", (event) => {
    const ticked = [...event.currentTarget.querySelectorAll("[data-amount]:checked")];
    const fen = ticked.reduce((sum, box) => sum + Number(box.dataset.amount), 0);
    const yuan = (fen / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    payTotal.textContent = payTotal.textContent.replace(/[\d,.]+/, yuan);
  });
}

// Reloads the page every two seconds while the box is ticked, the simulator
// answers, and nobody is typing, reading something that they opened or marked,
// or walking through the page by keyboard. The choice lasts as long as the tab.
"use strict";
const box = document.getElementById("live");
const label = box.closest("label");
const says = label.querySelector("span");
const probe = document.currentScript.src;

label.hidden = false;
box.checked = sessionStorage.getItem("live") === "yes";
if (sessionStorage.getItem("live-focus") === "yes") box.focus({ preventScroll: true });
sessionStorage.removeItem("live-focus");
box.addEventListener("change", () => {
  sessionStorage.setItem("live", box.checked ? "yes" : "no");
  says.textContent = "refresh";
});

function busy() {
  const at = document.activeElement;
  return (at && at !== box && at.matches("input, select, :focus-visible")) || document.querySelector("details[open]") || !getSelection().isCollapsed;
}

async function refresh() {
  if (!box.checked || document.visibilityState !== "visible") return;
  if (busy()) {
    says.textContent = "refresh, waiting for you";
    return;
  }
  try {
    await fetch(probe, { method: "HEAD", cache: "no-store" });
  } catch {
    says.textContent = "no answer, trying again";
    return;
  }
  if (document.activeElement === box) sessionStorage.setItem("live-focus", "yes");
  location.reload();
}
setInterval(refresh, 2000);

// Reloads the page every two seconds while the box is ticked, nobody is typing
// and the page can be seen. The choice lasts as long as the tab.
"use strict";
const box = document.getElementById("live");
box.closest("label").hidden = false;
box.checked = sessionStorage.getItem("live") === "yes";
box.addEventListener("change", () => sessionStorage.setItem("live", box.checked ? "yes" : "no"));
setInterval(() => {
  const busy = document.activeElement && document.activeElement.matches("input:not(#live), select, summary, button");
  if (box.checked && !busy && document.visibilityState === "visible") location.reload();
}, 2000);

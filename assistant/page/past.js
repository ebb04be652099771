/* Earlier conversations: kept in this browser alone, and put together with those of its other tabs.
 *
 * The server writes the present conversation into the hidden field #yj-own; all of them go back through the
 * hidden field #yj-kept whenever they change, so that the list shows them.
 */
(() => {
  "use strict";
  const KEY = "youju-past";
  const MOST = 30;
  const CHARACTERS = 200000;

  let memory = "[]"; // where the browser keeps nothing (a frame of another site, for one)
  const kept = () => {
    try { return localStorage.getItem(KEY) ?? memory; } catch { return memory; }
  };
  const keep = (text) => {
    memory = text;
    try { localStorage.setItem(KEY, text); } catch { /* full or forbidden: for this page only */ }
  };
  const read = () => {
    try {
      const found = JSON.parse(kept());
      return Array.isArray(found) ? found : [];
    } catch { return []; }
  };

  const field = (name) => document.querySelector(`#${name} textarea, #${name} input`);
  let shown = "[]";
  const show = () => {
    const into = field("yj-kept");
    const text = JSON.stringify(read());
    if (!into || text === shown) return;
    shown = text;
    const kind = into instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(into, text);
    into.dispatchEvent(new Event("input", { bubbles: true }));
  };

  let added = "";
  const add = () => {
    const own = field("yj-own")?.value ?? "";
    if (own === added) return;
    added = own;
    if (!own) return;
    const present = JSON.parse(own);
    const all = [present, ...read().filter((other) => other?.at !== present.at)].slice(0, MOST);
    while (all.length > 1 && JSON.stringify(all).length > CHARACTERS) all.pop();
    keep(JSON.stringify(all));
  };

  let due = 0;
  const look = () => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => { add(); show(); });
  };
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true, characterData: true });
  addEventListener("storage", (event) => { if (event.key === KEY || event.key === null) show(); });
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("#yj-forget")) return;
    keep("[]");
    show();
  });
})();

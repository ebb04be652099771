/* The bare chat of /embed: its look, a question given in the address, and messages to the page around it. */
(() => {
  "use strict";
  if (!/\/embed\/?$/.test(location.pathname)) return;
  document.documentElement.classList.add("yj-embedded");

  const given = new URLSearchParams(location.search);
  const theme = given.get("theme");
  if (["light", "dark"].includes(theme)) document.body.classList.toggle("dark", theme === "dark");

  /* The browser has checked by frame-ancestors that the page around may show this one. */
  const around = location.ancestorOrigins?.[0] ?? (document.referrer ? new URL(document.referrer).origin : "");
  const tell = (type, more = {}) => {
    if (window.parent === window || !around || around === "null") return;
    window.parent.postMessage({ source: "youju", type, ...more }, around);
  };

  const box = () => document.querySelector("#yj-question textarea");

  const ask = (question) => {
    const field = box();
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, question);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => document.getElementById("yj-send").click(), 50);
  };

  let ready = false;
  const begin = () => {
    if (ready || !box() || !document.getElementById("yj-send")) return;
    ready = true;
    tell("ready");
    const question = (given.get("q") || "").trim();
    if (question) ask(question);
  };

  /* As tall as it would like to be: the page, and what the chat hides by scrolling. */
  let height = 0;
  const measure = () => {
    const log = document.querySelector("#yj-chat [role=log]");
    const hidden = log ? log.scrollHeight - log.clientHeight : 0;
    const tall = Math.ceil(document.body.scrollHeight + Math.max(hidden, 0));
    if (!ready || tall === height) return;
    height = tall;
    tell("height", { height });
  };

  let answered = "";
  const report = () => {
    const rows = document.querySelectorAll("#yj-chat .message-row");
    const [asked, reply] = [rows[rows.length - 2], rows[rows.length - 1]];
    const answer = reply?.querySelector(".yj-answer:not(.is-partial)");
    const question = asked?.querySelector(".yj-question")?.textContent;
    if (!answer || !question || answered === `${rows.length} ${question}`) return;
    answered = `${rows.length} ${question}`;
    const text = answer.querySelector(".yj-lead strong")?.textContent ?? answer.textContent;
    const refused = answer.matches(".is-refusal, .is-failed");
    tell("answered", { question, answer: text.trim(), refused });
  };

  let due = 0;
  const look = () => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => { begin(); report(); measure(); });
  };
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  addEventListener("resize", look);
})();

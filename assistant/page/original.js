/* A click on a cell names it in the address; the link to any place can be copied. Without it all links still work. */
(() => {
  "use strict";
  const framed = window.parent !== window;
  if (framed) {
    document.body.classList.add("is-framed");
    document.querySelector(".home").hidden = true;
  }
  if (matchMedia("(max-width: 860px)").matches) document.querySelector(".outline details").open = false;

  const bar = document.querySelector(".at");
  const shown = bar.querySelector("output");
  const place = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const tell = () => {
    const target = location.hash ? place() : null;
    bar.hidden = !target;
    if (!target) return;
    const words = target.textContent.replace(/#$/, "").trim();
    shown.textContent = `本处：${words.length > 24 ? `${words.slice(0, 24)}…` : words}`;
    if (target.id === "quote") target.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", tell);
  document.addEventListener("click", (event) => {
    const cell = event.target instanceof Element ? event.target.closest("td[id], tbody th[id]") : null;
    if (cell && String(getSelection()) === "") location.hash = cell.id;
  });
  const button = bar.querySelector("button");
  button.addEventListener("click", async () => {
    if (navigator.clipboard && isSecureContext) await navigator.clipboard.writeText(location.href);
    else {
      const area = document.createElement("textarea");
      area.value = location.href;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = "已复制";
    setTimeout(() => { button.textContent = "复制本处链接"; }, 1500);
  });
  tell();
})();

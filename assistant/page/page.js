/* A mark in an answer lights up its card; the copy button copies. Nothing here makes HTML. */
(() => {
  "use strict";
  document.documentElement.lang = "zh-CN";

  const light = (id) => {
    const card = document.getElementById(id);
    if (!card) return;
    const group = card.closest(".yj-group");
    for (const other of document.querySelectorAll(".yj-group")) other.classList.toggle("is-past", other !== group);
    for (const lit of document.querySelectorAll(".yj-card.is-lit")) lit.classList.remove("is-lit");
    for (const mark of document.querySelectorAll(".yj-mark.is-lit")) mark.classList.remove("is-lit");
    for (const mark of document.querySelectorAll(`.yj-mark[href="#${CSS.escape(id)}"]`)) mark.classList.add("is-lit");
    card.classList.add("is-lit");
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    card.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "nearest" });
    card.focus({ preventScroll: true });
  };

  const copy = async (button) => {
    const lines = button.parentElement.querySelectorAll(".yj-copied > span");
    const text = Array.from(lines, (line) => line.textContent).join("\n");
    if (navigator.clipboard && window.isSecureContext) await navigator.clipboard.writeText(text);
    else {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const label = button.textContent;
    button.textContent = "已复制";
    setTimeout(() => { button.textContent = label; }, 1500);
  };

  /* What a screen reader says; Gradio strips such attributes from answers, and reads out their HTML. */
  const label = (selector, name) => {
    for (const element of document.querySelectorAll(selector)) {
      const text = typeof name === "function" ? name(element) : name;
      if (element.getAttribute("aria-label") !== text) element.setAttribute("aria-label", text);
    }
  };
  /* Words of Gradio's and Plotly's own buttons. */
  const WORDS = new Map([
    ["Copy table data", "复制表格"], ["Fullscreen", "全屏"], ["Exit fullscreen mode", "退出全屏"], ["Exit fullscreen", "退出全屏"],
    ["Table actions", "表格工具"], ["Enter text to filter the table", "输入文字，筛选表格"],
    ["Download plot as a PNG", "把图存为图片"], ["Clear", "清除"], ["Remove all", "全部去掉"],
    ["Open cell menu", "列菜单"], ["Sorted ascending", "升序"], ["Sorted descending", "降序"],
  ]);
  const translate = () => {
    for (const attribute of ["aria-label", "title", "data-title"])
      for (const element of document.querySelectorAll(`[${attribute}]`)) {
        const word = WORDS.get(element.getAttribute(attribute));
        if (word) element.setAttribute(attribute, word);
      }
  };
  /* A column's name sorts by it: upwards, downwards, as printed. Gradio has that in a menu that the mouse alone opens. */
  const ITEMS = ".cell-menu [role=menuitem], [role=menu] [role=menuitem]";
  const sorted = (head) => {
    const told = head.querySelector(".sort-indicator")?.getAttribute("aria-label") ?? "";
    if (/^(升|Sorted asc)/.test(told)) return "ascending";
    return told ? "descending" : "none";
  };
  const sort = (head) => {
    const wanted = { none: 0, ascending: 1, descending: 2 }[sorted(head)];
    setTimeout(() => { // a click that is still under way would close the menu
      head.querySelector("button.cell-menu-button")?.click();
      requestAnimationFrame(() => document.querySelectorAll(ITEMS)[wanted]?.click());
    });
  };
  const heads = () => {
    for (const head of document.querySelectorAll("#yj-data th[role=columnheader]")) {
      if (head.tabIndex !== 0) head.tabIndex = 0;
      if (head.getAttribute("aria-sort") !== sorted(head)) head.setAttribute("aria-sort", sorted(head));
    }
    for (const item of document.querySelectorAll(ITEMS)) // the field above the table filters
      if (/filter/i.test(item.textContent)) item.style.display = "none";
  };
  const name = () => {
    translate();
    heads();
    label("#yj-chat .examples .example", (example) => `例子：${example.textContent.trim()}`);
    document.getElementById("yj-done")?.setAttribute("role", "status");
    label("#yj-chat [role=log]", "问答");
    label("#yj-chat [data-testid=user]", "您的问题");
    label("#yj-chat [data-testid=bot]", "回答");
    label("#yj-question textarea", "问题");
    label("#yj-panel", "出处");
    label("#yj-past input", "以往的谈话");
    label("#yj-data input.search-input", "筛选表格内容");
    for (const field of document.querySelectorAll("#yj-data input.search-input")) field.placeholder = "筛选表格内容";
    for (const plot of document.querySelectorAll(".js-plotly-plot > .plot-container")) plot.setAttribute("role", "group");
    label(".js-plotly-plot > .plot-container", "柱状图，数字见表格");
    label(".yj-scroll", "表格");
    document.querySelector("#yj-chat .examples[role=list]")?.removeAttribute("role"); // its children are buttons
    for (const empty of document.querySelectorAll("div.empty[aria-label]")) empty.removeAttribute("aria-label");
    label("a.yj-mark", (mark) => `出处 ${mark.textContent.replace(/\D/g, "")}`);
  };
  /* The tab of originals shows the reader's own page, once it is looked at. */
  const frame = () => {
    const place = document.querySelector("#yj-originals .yj-frame:not(.is-filled)");
    if (!place || !place.offsetParent) return;
    place.classList.add("is-filled");
    const inner = document.createElement("iframe");
    inner.title = "原文";
    inner.src = document.querySelector("#yj-originals a.yj-button").getAttribute("href");
    place.replaceChildren(inner);
  };
  /* A new answer is read from its beginning: its question moves to the top of the chat. */
  let read = "";
  const begin = () => {
    const log = document.querySelector("#yj-chat [role=log]");
    const questions = document.querySelectorAll("#yj-chat .user-row");
    const last = questions[questions.length - 1];
    const state = `${questions.length} ${log?.textContent.length}`;
    if (!last || state === read) return;
    read = state;
    log.scrollTop += last.getBoundingClientRect().top - log.getBoundingClientRect().top;
  };
  const busy = () => {
    const waiting = document.querySelector(".yj-waiting, .yj-answer.is-partial") !== null;
    document.getElementById("yj-talk")?.classList.toggle("is-busy", waiting);
  };
  let due = 0;
  new MutationObserver(() => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => { name(); busy(); begin(); frame(); });
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["class", "style", "hidden"] });

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const mark = target?.closest("a.yj-mark");
    if (mark) {
      event.preventDefault();
      event.stopPropagation();
      light(mark.getAttribute("href").slice(1));
      return;
    }
    const button = target?.closest("button.yj-copy");
    if (button) copy(button);
    const head = target?.closest("#yj-data th[role=columnheader]");
    if (head && !target.closest("button, input")) sort(head);
  }, true);
  document.addEventListener("keydown", (event) => {
    const head = event.target instanceof Element && event.target.matches("#yj-data th[role=columnheader]") ? event.target : null;
    if (!head || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    sort(head);
  }, true);
})();

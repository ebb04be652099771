/* One script tag puts a button on a page that opens the chat:
 *   <script src="http://youju.example.cn/widget.js" data-title="问文件" data-q="…" defer></script>
 * Options as data-… or in the address (?q=…): title, colour, position (right, left), q, doc, theme (light, dark).
 * The page hears "youju:ready", "youju:height" and "youju:answered" as events of its window.
 */
(() => {
  "use strict";
  const script = document.currentScript;
  const address = new URL(script.src);
  const option = (name, otherwise = "") => script.dataset[name] || address.searchParams.get(name) || otherwise;

  const title = option("title", "有据：问文件");
  const asked = option("colour", option("color", "#1f5690"));
  const colour = CSS.supports("color", asked) ? asked : "#1f5690";
  const side = option("position", "right") === "left" ? "left" : "right";

  const frameAddress = new URL("embed", address);
  frameAddress.search = "";
  for (const name of ["q", "doc", "theme"]) if (option(name)) frameAddress.searchParams.set(name, option(name));

  const styled = (tag, style, attributes = {}) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value);
    return element;
  };
  const font = "16px/1.4 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";
  const plain = { border: "0", color: "#fff", background: colour, cursor: "pointer", font };

  const host = styled("div", { position: "fixed", bottom: "20px", [side]: "20px", "z-index": "2147483000" });
  host.dataset.youju = "";
  const inside = host.attachShadow({ mode: "open" });

  const button = styled(
    "button",
    { ...plain, padding: "12px 20px", "border-radius": "24px", "box-shadow": "0 4px 16px rgb(0 0 0 / 25%)" },
    { type: "button", "aria-expanded": "false", "aria-haspopup": "dialog" },
  );
  button.textContent = title;

  const panel = styled(
    "div",
    {
      position: "fixed", bottom: "20px", [side]: "20px", width: "420px", height: "640px",
      "max-width": "calc(100vw - 24px)", "max-height": "calc(100vh - 40px)", display: "none",
      "flex-direction": "column", overflow: "hidden", "border-radius": "10px", background: "#fff",
      "box-shadow": "0 8px 40px rgb(0 0 0 / 30%)",
    },
    { role: "dialog", "aria-label": title },
  );
  const bar = styled("div", {
    display: "flex", "align-items": "center", "justify-content": "space-between", padding: "8px 8px 8px 16px",
    color: "#fff", background: colour, font,
  });
  const name = styled("span", {});
  name.textContent = title;
  const close = styled("button", { ...plain, padding: "4px 12px" }, { type: "button", "aria-label": "关闭" });
  close.textContent = "×";
  bar.append(name, close);
  panel.append(bar);
  inside.append(button, panel);

  let frame = null;
  const show = (open) => {
    if (open && !frame) {
      frame = styled("iframe", { flex: "1", border: "0", width: "100%" }, {
        src: frameAddress.href, title, allow: "clipboard-write", referrerpolicy: "origin",
      });
      panel.append(frame);
    }
    panel.style.setProperty("display", open ? "flex" : "none");
    button.style.setProperty("display", open ? "none" : "inline-block");
    button.setAttribute("aria-expanded", String(open));
    (open ? close : button).focus();
  };
  button.addEventListener("click", () => show(true));
  close.addEventListener("click", () => show(false));
  inside.addEventListener("keydown", (event) => { if (event.key === "Escape") show(false); });

  addEventListener("message", (event) => {
    const ours = frame && event.source === frame.contentWindow && event.origin === address.origin;
    if (!ours || event.data?.source !== "youju") return;
    dispatchEvent(new CustomEvent(`youju:${event.data.type}`, { detail: event.data }));
  });

  if (document.body) document.body.append(host);
  else addEventListener("DOMContentLoaded", () => document.body.append(host));
})();

// What a page does beyond HTML: shows what has changed, tells times in the reader's zone, asks before what can't be
// undone, ticks whole lists. All works without it.
"use strict";
(() => {
  const LIVE_EVERY = 2000; // ms
  const LOOK_ANYWAY = 600000; // ms
  const AGAIN = 5000; // ms after a failure
  const TYPED = "input:not([type=hidden],[type=checkbox],[type=radio],[type=submit],[type=button]), select, textarea";
  const byId = (id) => document.getElementById(id);
  const main = byId("main");
  document.documentElement.classList.add("js");

  // -- the reader's zone: a cookie that the server reads
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const known = () => document.cookie.split("; ").includes("zone=" + zone);
  const hadToTell = !known();
  if (hadToTell) document.cookie = `zone=${zone}; path=/; max-age=31536000; samesite=lax`;

  // -- "3 min ago" stays true
  const UNITS = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
  let skew = 0;
  const tick = () => {
    for (const one of document.querySelectorAll("time[data-ago], time[data-due]")) {
      const until = (Date.parse(one.dateTime) - Date.now()) / 1000 - skew;
      const far = Math.abs(until);
      const [size, unit] = UNITS.find(([most]) => far >= most) || UNITS[3];
      const due = "due" in one.dataset && until < 10;
      const number = `${Math.floor(far / size)} ${unit}`;
      one.textContent = due ? "due now" : until > 0 ? (far < 10 ? "now" : "in " + number) : far < 10 ? "just now" : number + " ago";
    }
  };
  const setClock = () => { skew = (Date.parse(main.dataset.now) - Date.now()) / 1000; };
  setClock();
  setInterval(tick, 5000);

  // -- morph: what the reader is busy with is left alone
  const changed = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.localName !== "select") return field.value !== field.defaultValue;
    const options = [...field.options];
    const first = options.findIndex((one) => one.defaultSelected);
    return !field.multiple && field.selectedIndex !== (first < 0 ? 0 : first);
  };
  const busy = (field) => field === document.activeElement || changed(field) || field.ariaInvalid === "true";
  const inUse = (node) => node.nodeType === 1 && (node.matches(TYPED) ? busy(node) : [...node.querySelectorAll(TYPED)].some(busy));
  const selected = (node) => {
    const now = getSelection();
    return !now.isCollapsed && now.containsNode(node, true);
  };
  const alike = (one, other) => one.nodeName === other.nodeName && one.id === other.id;

  const become = (node, next) => {
    if (node.nodeType !== 1) {
      if (node.nodeValue !== next.nodeValue && !selected(node)) node.nodeValue = next.nodeValue;
      return;
    }
    if (node.localName === "form" && inUse(node)) return;
    const field = node.matches("input, select, textarea");
    if (field && busy(node)) return;
    const theirs = (name) => name === "open" && node.localName === "details"; // the reader's
    for (const { name } of [...node.attributes]) if (!next.hasAttribute(name) && !theirs(name)) node.removeAttribute(name);
    for (const { name, value } of next.attributes) {
      if (node.getAttribute(name) !== value && !theirs(name)) node.setAttribute(name, value);
    }
    morph(node, next);
    if (field) [node.value, node.checked] = [next.value, next.checked];
  };

  const morph = (node, next) => {
    const mine = new Map([...node.children].filter((one) => one.id).map((one) => [one.id, one]));
    const wanted = new Set([...next.children].map((one) => one.id).filter(Boolean));
    const leaves = (one) => one.id && !wanted.has(one.id);
    let at = node.firstChild;
    const drop = () => {
      const gone = at;
      at = at.nextSibling;
      if (!inUse(gone) && !selected(gone)) gone.remove();
    };
    for (const one of [...next.childNodes]) {
      while (at && leaves(at)) drop();
      const match = one.id ? mine.get(one.id) : at;
      if (!match || !alike(match, one)) node.insertBefore(document.importNode(one, true), at);
      else {
        if (match === at) at = at.nextSibling;
        else node.insertBefore(match, at);
        become(match, one);
      }
    }
    while (at) drop();
  };

  // -- live
  let stream = null, topics = null, looking = false, again = false, last = 0, timer = 0, lost = false, tries = 0;
  const line = byId("live");
  const tell = (on) => {
    lost = !on;
    const now = on ? "on" : "off";
    if (!line || line.dataset.live === now) return;
    line.dataset.live = now;
    line.textContent = on ? "live" : "not live: trying again";
  };
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(look, pause);
  };
  const soon = () => {
    if (looking) again = true;
    else later(Math.max(0, last + LIVE_EVERY - Date.now()) + Math.random() * 250);
  };

  const look = async () => {
    if (looking || document.hidden) return;
    looking = true;
    again = false;
    last = Date.now();
    let pause = LOOK_ANYWAY;
    try {
      const answer = await fetch(location.href, { headers: { "X-Live": "1" }, cache: "no-store" });
      if (answer.status === 401) {
        location.assign("/sign-in?next=" + encodeURIComponent(location.pathname + location.search));
        return;
      }
      if (answer.status >= 500) throw new Error(answer.statusText);
      show(await answer.text());
      if (lost && (!topics || stream?.readyState === 1)) tell(true);
    } catch {
      tell(false);
      pause = AGAIN;
    } finally {
      looking = false;
      if (again) soon();
      else if (main.dataset.live) later(pause);
    }
  };

  const show = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const next = page.querySelector("main");
    if (!next) return;
    const focused = document.activeElement;
    const ours = main.contains(focused);
    if (page.title) document.title = page.title;
    morph(main, next);
    if (ours && document.activeElement !== focused) (focused.isConnected ? focused : main).focus({ preventScroll: true });
    for (const name of ["zone", "now", "live"]) {
      if (next.dataset[name]) main.dataset[name] = next.dataset[name];
      else delete main.dataset[name];
    }
    setClock();
    if (byId("zone")) byId("zone").textContent = main.dataset.zone;
    connect();
  };

  const close = () => {
    stream?.close();
    stream = topics = null;
  };
  const connect = () => {
    const now = main.dataset.live || "";
    if (document.hidden || now === (topics || "")) return;
    close();
    if (!now) return;
    topics = now;
    const asked = new URLSearchParams(now.split(" ").map((one) => ["topic", one]));
    const opened = (stream = new EventSource("/live?" + asked));
    opened.addEventListener("open", () => { tell(true); tries = 0; });
    opened.addEventListener("changed", soon);
    opened.addEventListener("error", () => {
      tell(false);
      if (opened.readyState !== EventSource.CLOSED || stream !== opened) return;
      close(); // for good: the page says why
      setTimeout(wake, Math.min(60000, AGAIN * 2 ** tries++));
    });
  };

  const wake = () => {
    if (!main.dataset.live) return;
    connect();
    soon();
  };
  // A page that nobody looks at holds no connection: browsers allow only a few.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) close();
    else wake();
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && wake());

  // -- forms
  document.addEventListener("submit", (event) => {
    const asks = event.submitter?.dataset.confirm || event.target.dataset.confirm;
    if (asks && !confirm(asks)) event.preventDefault();
  });
  document.addEventListener("change", (event) => {
    const name = event.target.dataset.all;
    if (!name) return;
    for (const one of document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)) one.checked = event.target.checked;
  });

  connect();
  if (main.dataset.live) later(LOOK_ANYWAY);
  if (hadToTell && known() && zone !== main.dataset.zone && byId("zone")) look();
})();

// What scripts add to a page that reads well without them: filters, a highlighted province, tooltips that keys and
// fingers reach too. One script for every page; the page's policy names it by its hash and allows no other.
(function () {
  "use strict";
  var all = function (query, part) { return Array.prototype.slice.call((part || document).querySelectorAll(query)); };
  function fold(text) {
    return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  }

  // The index is searched by more than it shows: "0-33,40:words;…", words by the places of the reports that have them.
  function more(rows) {
    var held = document.getElementById("found-by"), found = [];
    ((held && held.textContent) || "").split(";").forEach(function (group) {
      var parts = group.split(":"), words = " " + parts[1];
      if (parts.length < 2) { return; }
      parts[0].split(",").forEach(function (range) {
        var ends = range.split("-"), last = +(ends[1] || ends[0]);
        for (var place = +ends[0]; place <= last; place += 1) { found[place] = (found[place] || "") + words; }
      });
    });
    var listed = 0;
    return rows.map(function (row) {
      var places = "n" in row.dataset ? row.dataset.n.split(" ") : row.closest("#listing") ? [listed++] : [];
      return places.map(function (place) { return found[place] || ""; }).join("");
    });
  }

  // Filters: rows of the section that hold all words, with or without diacritics; folded parts open while one is used.
  all(".filter").forEach(function (bar) {
    var scope = bar.closest("section") || document;
    var box = bar.querySelector("input[type=search]"), tick = bar.querySelector("input[type=checkbox]");
    var said = bar.querySelector("[role=status]"), words = null;
    var rows = all("tbody tr", scope).filter(function (row) { return !row.closest("figure,article"); });
    var blocks = all("details,.block", scope).filter(function (part) { return part.querySelector("tbody") && !part.closest("figure,article"); });
    var heads = all("thead th", scope).filter(function (head) { return !head.closest("figure,article"); }), held = false;
    bar.hidden = false;
    // Columns keep the widths they had with all rows, so that nothing moves sideways while one types.
    function hold(wanted) {
      if (wanted === held) { return; }
      held = wanted;
      var widths = heads.map(function (head) { return held ? head.getBoundingClientRect().width : 0; });
      heads.forEach(function (head, place) {
        head.style.width = widths[place] ? widths[place] + "px" : "";
        head.closest("table").style.tableLayout = widths[place] ? "fixed" : "";
      });
    }
    window.addEventListener("resize", function () { hold(false); });
    function apply() {
      var wanted = fold(box.value).split(/\s+/).filter(Boolean), marked = tick && tick.checked, shown = 0;
      hold(Boolean(wanted.length || marked));
      if (!words) {
        var beside = more(rows);
        words = rows.map(function (row, place) {
          return fold(row.textContent + all("a:not([href*='#'])", row).map(function (a) { return " " + a.getAttribute("href") + " " + (a.getAttribute("aria-label") || ""); }).join("")) + beside[place];
        });
      }
      rows.forEach(function (row, place) {
        var fits = wanted.every(function (word) { return words[place].indexOf(word) >= 0; });
        row.hidden = !fits || (marked && !row.querySelector("mark,.suspect,.involved"));
        if (!row.hidden && !row.closest("[data-uncounted]")) { shown += 1; }
      });
      blocks.forEach(function (part) {
        var some = part.querySelector("tbody tr:not([hidden])");
        part.hidden = !some;
        if (part.tagName !== "DETAILS") { return; }
        if (!("was" in part.dataset)) { part.dataset.was = part.open ? "1" : ""; }
        part.open = wanted.length || marked ? true : part.dataset.was === "1";
        if (!wanted.length && !marked) { delete part.dataset.was; }
      });
      said.textContent = wanted.length || marked || said.dataset.always ? (shown ? said.dataset.some.replace("{n}", shown) : said.dataset.none) : "";
    }
    box.addEventListener("input", apply);
    if (tick) { tick.addEventListener("change", apply); }
  });

  // A province made to stand out in every chart and table; an address that ends in #province=KEY chooses it.
  all(".highlight").forEach(function (bar) {
    var choice = bar.querySelector("select");
    bar.hidden = false;
    function show() {
      var key = choice.value;
      document.documentElement.classList.toggle("choosing", key !== "");
      all("[data-of]").forEach(function (part) {
        part.classList.toggle("chosen", key !== "" && part.dataset.of.split(" ").indexOf(key) >= 0);
      });
    }
    function read() {
      var match = /[#&]province=([\w-]+)/.exec(location.hash);
      if (match) { choice.value = match[1]; }
      if (choice.selectedIndex < 0) { choice.value = ""; }
      show();
    }
    choice.addEventListener("change", show);
    window.addEventListener("hashchange", read);
    read();
  });

  // Tooltips: the words of a mark's <title>, by mouse, finger, or arrow keys on the chart; Escape puts them away.
  var tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  function hide() {
    all(".pointed").forEach(function (mark) { mark.classList.remove("pointed"); });
    tip.classList.remove("there");
    tip.textContent = "";
  }
  function show(mark) {
    hide();
    mark.classList.add("pointed");
    tip.textContent = mark.words;
    tip.classList.add("there");
    var box = mark.getBoundingClientRect(), own = tip.getBoundingClientRect(), wide = document.documentElement.clientWidth;
    var left = Math.max(8, Math.min(box.left + box.width / 2 - own.width / 2, wide - own.width - 8));
    var top = box.top - own.height - 8 < 0 ? box.bottom + 8 : box.top - own.height - 8;
    tip.style.left = left + window.scrollX + "px";
    tip.style.top = top + window.scrollY + "px";
  }
  all("figure svg").forEach(function (svg) {
    var marks = all("title", svg).map(function (title) {
      var mark = title.parentNode;
      mark.words = title.textContent;
      title.remove();
      mark.classList.add("told");
      return mark;
    });
    if (!marks.length) { return; }
    var at = -1;
    var keyed = marks.filter(function (mark) { return mark.tagName === "path"; });
    svg.setAttribute("tabindex", "0");
    svg.addEventListener("pointerover", function (event) {
      var mark = event.target.closest(".told");
      if (mark) { show(mark); }
    });
    svg.addEventListener("pointerleave", hide);
    svg.addEventListener("keydown", function (event) {
      var step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (!step || !keyed.length) { return; }
      event.preventDefault();
      at = (at + step + keyed.length) % keyed.length;
      show(keyed[at]);
    });
    svg.addEventListener("blur", function () { at = -1; hide(); });
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { hide(); } });
  (document.querySelector("main") || document.body).appendChild(tip);
})();

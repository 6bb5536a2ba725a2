(function () {
  "use strict";
  var box = document.getElementById("search");
  var said = document.getElementById("found");
  var rows = Array.prototype.slice.call(document.querySelectorAll("tbody tr"));
  // Without a script the box would do nothing, so it is shown only here.
  box.parentNode.hidden = false;
  function fold(text) {
    return text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  }
  box.addEventListener("input", function () {
    var wanted = fold(box.value).split(/\s+/).filter(Boolean);
    var shown = 0;
    rows.forEach(function (row) {
      var text = row.querySelector(".words").textContent;
      row.hidden = !wanted.every(function (word) { return text.indexOf(word) >= 0; });
      if (!row.hidden) { shown += 1; }
    });
    said.textContent = shown ? said.dataset.some.replace("0", shown) : said.dataset.none;
  });
})();

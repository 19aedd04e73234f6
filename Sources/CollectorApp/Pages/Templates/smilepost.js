"use strict";
// Charts from the tables beside them, pages that renew themselves, and an address to share.
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const figure = (cell) => (cell.dataset.value === "" ? null : Number(cell.dataset.value));

  // The rows of a chart's table, and a canvas above it; nothing without Chart.js, which leaves the table.
  function begin(box) {
    if (typeof Chart === "undefined") return box.querySelector("details").setAttribute("open", "");
    const rows = [...box.querySelectorAll("tbody tr")].map((row) => [...row.cells]);
    const canvas = document.createElement("canvas");
    const title = document.getElementById(box.getAttribute("aria-labelledby"));
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${title ? title.textContent : ""}, drawn; the table below has the figures`);
    const frame = document.createElement("div");
    frame.className = "drawing";
    frame.append(canvas);
    box.prepend(frame);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches || document.hidden;
    return { rows, canvas, animation: still || box.dataset.drawn ? false : { duration: 300 } };
  }

  // Two columns of counts as bars side by side.
  function drawBars(box) {
    const begun = begin(box);
    if (!begun) return;
    const heads = [...box.querySelectorAll("thead th")].map((cell) => cell.textContent);
    const column = (index, shade) => ({
      label: heads[index],
      data: begun.rows.map((cells) => Number(cells[index].textContent.replaceAll(",", ""))),
      backgroundColor: colour(shade),
      maxBarThickness: 22,
    });
    new Chart(begun.canvas, {
      type: "bar",
      data: { labels: begun.rows.map((cells) => cells[0].textContent), datasets: [column(1, "--band"), column(2, "--accent")] },
      options: {
        animation: begun.animation,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        plugins: { legend: { align: "start", labels: { color: colour("--quiet"), boxWidth: 12 } } },
        scales: {
          x: { ticks: { color: colour("--quiet"), maxRotation: 0, autoSkipPadding: 24 }, grid: { display: false } },
          y: { beginAtZero: true, ticks: { color: colour("--quiet"), maxTicksLimit: 6, precision: 0 }, grid: { color: colour("--faint") } },
        },
      },
    });
  }

  function drawTrend(box) {
    const begun = begin(box);
    if (!begun) return;
    const { rows, canvas } = begun;
    const line = { borderWidth: 0, pointRadius: 0, tension: 0.3 };
    const score = rows.map((cells) => figure(cells[1]));
    // No line reaches a day between two without answers.
    const isLone = (index) => score[index] !== null && (score[index - 1] ?? null) === null && (score[index + 1] ?? null) === null;
    new Chart(canvas, {
      type: "line",
      data: {
        labels: rows.map((cells) => cells[0].textContent),
        datasets: [
          { ...line, label: "to", data: rows.map((cells) => figure(cells[3])), fill: "+1", backgroundColor: colour("--shadow") },
          { ...line, label: "95 % from", data: rows.map((cells) => figure(cells[2])) },
          { ...line, label: "SLI", data: score, borderColor: colour("--accent"), borderWidth: 2.5, pointRadius: (point) => (isLone(point.dataIndex) ? 3 : 0), pointBackgroundColor: colour("--accent"), pointHitRadius: 12 },
        ],
      },
      options: {
        animation: begun.animation,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        plugins: { legend: { display: false } },
        scales: {
          x: { ticks: { color: colour("--quiet"), maxRotation: 0, autoSkipPadding: 24 }, grid: { display: false } },
          y: { ticks: { color: colour("--quiet"), maxTicksLimit: 6 }, grid: { color: colour("--faint") } },
        },
        onClick: (_, points) => points.length && rows[points[0].index][0].querySelector("a").click(),
      },
    });
  }

  function draw() {
    document.querySelectorAll("[data-chart=trend]").forEach(drawTrend);
    document.querySelectorAll("[data-chart=bars]").forEach(drawBars);
    document.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = !navigator.clipboard));
    document.querySelectorAll("[data-print]").forEach((button) => (button.hidden = false));
  }

  // Nothing that somebody has open, or is typing in, is taken away.
  const isBusy = () =>
    document.querySelector("main details[open]") || document.activeElement.closest("main input, main select, main textarea");

  let isWaiting = false;
  async function renew() {
    isWaiting = false;
    if (document.hidden || isBusy()) return later();
    const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
    if (!answer || !answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (isBusy()) return later();
    fresh.querySelectorAll("[data-chart]").forEach((box) => (box.dataset.drawn = "yes"));
    document.querySelector("main").replaceWith(fresh.querySelector("main"));
    const [old, now] = [document, fresh].map((page) => page.querySelector(".live"));
    if (old && now) old.textContent = now.textContent;
    draw();
  }
  function later() {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(renew, 4000);
  }

  document.addEventListener("click", async (event) => {
    document.querySelectorAll("details.chip[open]").forEach((chip) => chip.contains(event.target) || chip.removeAttribute("open"));
    if (event.target.closest("[data-print]")) return print();
    const copy = event.target.closest("[data-copy]");
    if (!copy) return;
    await navigator.clipboard.writeText(location.href);
    copy.textContent = "Copied";
  });
  document.addEventListener("keydown", (event) => {
    const chip = event.key === "Escape" && document.querySelector("details.chip[open]");
    if (!chip) return;
    chip.removeAttribute("open");
    chip.querySelector("summary").focus();
  });

  draw();
  // Where the places don't fit beside each other, the one that is shown is in sight.
  const here = document.querySelector(".places [aria-current]");
  if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - (here.parentElement.clientWidth - here.offsetWidth) / 2;

  // A page that nobody looks at holds no line open.
  let events = null;
  function follow() {
    if (document.hidden && events) {
      events.close();
      events = null;
    } else if (!document.hidden && !events) {
      events = new EventSource(document.body.dataset.live);
      events.addEventListener("change", later);
    }
  }
  if (document.body.dataset.live) {
    follow();
    document.addEventListener("visibilitychange", () => {
      follow();
      if (!document.hidden) later();
    });
  }
})();

"use strict";
// Steps of one or several scenes. Keys: as on remotes. In the address: #STEP or #SCENE.STEP begins there, #play plays
// over and over (not for readers who want little motion).
(() => {
  const $ = (name) => document.getElementById(name);
  const scenes = [...document.querySelectorAll(".scene")].map((at) => ({
    at,
    figure: at.querySelector(".figure"),
    steps: [...at.querySelectorAll(".step")],
    question: at.querySelector(".question"),
    notes: at.querySelector(".notes"),
    said: at.querySelector(".said"),
  }));
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const kLeast = 340; // milliseconds between two pictures: less than three changes a second, whatever is held down
  let scene = 0, step = 0, timer = 0, over = false, last = -kLeast;

  const sentence = (of, at) => of.steps[at].querySelector("desc").textContent;
  const now = () => scenes[scene];

  function show(toScene, toStep) {
    scene = Math.max(0, Math.min(toScene, scenes.length - 1));
    step = Math.max(0, Math.min(toStep, now().steps.length - 1));
    scenes.forEach((each, i) => each.at.classList.toggle("on", i === scene));
    now().steps.forEach((each, i) => each.classList.toggle("on", i === step));
    const words = sentence(now(), step), most = now().steps.length - 1, scrub = $("scrub");
    now().said.textContent = words;
    now().figure.setAttribute("aria-label", words);
    scrub.max = most;
    scrub.value = step;
    scrub.hidden = $("play").hidden = most === 0;
    scrub.setAttribute("aria-valuetext", words);
    $("count").textContent = (scenes.length > 1 ? scene + 1 + ": " : "") + step + " / " + most;
    $("back").disabled = scene === 0 && step === 0;
    $("next").disabled = at_end();
    if ($("scenes")) $("scenes").value = scene;
    try {
      history.replaceState(null, "", "#" + (scenes.length > 1 ? scene + 1 + "." : "") + step);
    } catch { /* a page within a page may not */ }
  }
  const at_end = () => scene === scenes.length - 1 && step === now().steps.length - 1 && !waiting();
  // A question that is not answered yet.
  const waiting = () => now().question && now().question.querySelector(".why").hidden;

  function reveal(chosen) {
    const question = now().question;
    question.querySelector(".why").hidden = false;
    question.querySelector(".ways").hidden = !chosen || question.querySelector(".guess") === null;
    question.querySelector(".reveal").hidden = true;
    now().at.classList.add("answered");
    for (const choice of question.querySelectorAll(".choices button")) {
      const because = choice.parentElement.querySelector(".because");
      if (choice.dataset.right) choice.classList.add("right");
      else if (choice === chosen) choice.classList.add("wrong");
      if (because) because.hidden = !choice.dataset.right && choice !== chosen;
      choice.disabled = true;
    }
    show(scene, step);
  }
  // A number as people write it: 1.5, 1,5, 3/2 or \u22121.5.
  function number_in(text) {
    const parts = text.trim().replace("\u2212", "-").replace(",", ".").split("/").map(Number);
    return parts.length === 2 ? parts[0] / parts[1] : parts.length === 1 && text.trim() ? parts[0] : NaN;
  }
  function check(guess) {
    const wanted = Number(guess.dataset.value), given = number_in(guess.value);
    const right = Math.abs(given - wanted) <= 0.005 + 1e-6 * Math.abs(wanted);
    now().question.querySelector(".verdict").textContent =
      Number.isNaN(given) ? "{{=A number, please.}}" : right ? "{{=Right.}}" : "{{=Not yet.}}";
    if (right) reveal(guess);
  }
  function next() {
    if (step < now().steps.length - 1) show(scene, step + 1);
    else if (waiting()) reveal(null);
    else if (scene < scenes.length - 1) show(scene + 1, 0);
  }
  function back() {
    if (step > 0) show(scene, step - 1);
    else if (scene > 0) show(scene - 1, scenes[scene - 1].steps.length - 1);
  }
  function play(on) {
    clearInterval(timer);
    timer = 0;
    if (on && step === now().steps.length - 1) show(scene, 0);
    if (on) timer = setInterval(() => {
      if (step < now().steps.length - 1) show(scene, step + 1);
      else if (over || now().at.dataset.loop) show(scene, 0);
      else play(false);
    }, still.matches ? 2000 : 800);
    // What runs by itself is not read out step by step.
    for (const each of scenes) each.said.setAttribute("aria-live", on ? "off" : "polite");
    $("play").setAttribute("aria-pressed", String(on));
    $("play").setAttribute("aria-label", on ? "{{=Pause}}" : "{{=Play}}");
    $("play").title = on ? "{{=Pause (Space)}}" : "{{=Play (Space)}}";
    $("playing").style.display = on ? "" : "none";
    $("paused").style.display = on ? "none" : "";
  }
  function by_hand(move) {
    play(false);
    move();
  }
  const blacken = (on) => { $("black").hidden = !on; };
  function themed(name) {
    root.dataset.theme = name;
  }

  const keys = {
    ArrowRight: next, ArrowDown: next, PageDown: next, ArrowLeft: back, ArrowUp: back, PageUp: back, Backspace: back,
    Home: () => show(scene, 0), End: () => show(scene, now().steps.length - 1),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key, on = event.target;
    if (on instanceof HTMLSelectElement || (on instanceof HTMLInputElement && on.type !== "range")) {
      if (key === "Enter" && on.matches(".guess")) check(on);
      return;
    }
    if (on instanceof HTMLButtonElement && (key === " " || key === "Enter")) return; // it is pressed
    if (!$("black").hidden) {
      blacken(false);
      event.preventDefault();
      return;
    }
    if (keys[key]) {
      event.preventDefault();
      if (event.repeat && event.timeStamp - last < kLeast) return;
      last = event.timeStamp;
      by_hand(keys[key]);
    } else if (key === " ") {
      event.preventDefault();
      play(!timer);
    } else if (key === "b" || key === ".") blacken(true);
    else if (key === "t" && $("theme")) $("theme").click();
    else if (key === "n" && $("notes")) $("notes").click();
    else if (key === "f" && document.fullscreenEnabled)
      document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen();
    else return;
  });
  $("back").onclick = () => by_hand(back);
  $("next").onclick = () => by_hand(next);
  $("play").onclick = () => play(!timer);
  $("scrub").oninput = () => by_hand(() => show(scene, Number($("scrub").value)));
  $("black").onclick = () => blacken(false);
  if ($("scenes")) $("scenes").onchange = () => by_hand(() => show(Number($("scenes").value), 0));
  if ($("theme")) {
    $("theme").onclick = () => themed(root.dataset.theme === "dark" ? "light" : "dark");
    themed(dark.matches ? "dark" : "light");
    dark.addEventListener("change", () => themed(dark.matches ? "dark" : "light"));
  }
  if ($("notes")) $("notes").onclick = () => {
    const shown = $("notes").getAttribute("aria-pressed") !== "true";
    $("notes").setAttribute("aria-pressed", String(shown));
    for (const each of scenes) if (each.notes) each.notes.hidden = !shown;
  };
  for (const each of scenes) {
    // The left third goes back.
    each.figure.addEventListener("click", (event) => {
      const box = each.figure.getBoundingClientRect();
      by_hand(event.clientX - box.left < box.width / 3 ? back : next);
    });
    for (const choice of each.at.querySelectorAll(".choices button")) choice.onclick = () => reveal(choice);
    if (!each.question) continue;
    const guess = each.question.querySelector(".guess");
    each.question.querySelector(".reveal").onclick = () => reveal(null);
    if (guess) each.question.querySelector(".check").onclick = () => check(guess);
  }

  const place = /^#(?:(\d+)\.)?(\d+)$/.exec(location.hash), plays = location.hash === "#play";
  show(place && place[1] ? Number(place[1]) - 1 : 0, place ? Number(place[2]) : 0);
  over = plays;
  play(plays && !still.matches);
})();

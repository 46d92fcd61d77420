#!/usr/bin/env python3
"""Drives Chromium through a page: browse.py FILE.html [--size WxH] [--dark] [--still] ACTION...

Actions, in order: key:NAME (PageDown, Space, b, ...), click:SELECTOR, wait:SECONDS, shot:FILE.png, hash:TEXT (loads it
again with #TEXT), js:EXPRESSION (its value is printed as a line of JSON), play:SELECTOR=VALUE. At the end a line
{"console": [...], "requests": [...]}: what the console said, and every address that was asked for but the file's own.
Needs chromium and chromedriver; nothing beyond Python's own library.
"""
import http.client
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import base64

KEYS = {"PageUp": "\ue00e", "PageDown": "\ue00f", "End": "\ue010", "Home": "\ue011", "ArrowLeft": "\ue012",
        "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015", "Space": " ", "Tab": "\ue004",
        "Enter": "\ue007", "Escape": "\ue00c"}


class Driver:
    def __init__(self, size, dark, still):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.home = tempfile.mkdtemp()
        self.process = subprocess.Popen(["chromedriver", f"--port={self.port}"], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                "--disable-dev-shm-usage", f"--user-data-dir={self.home}", f"--window-size={size[0]},{size[1]}",
                "--hide-scrollbars"]
        if still:
            args.append("--force-prefers-reduced-motion")
        options = {"goog:chromeOptions": {"args": args},
                   "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        for _ in range(300):
            try:
                self.session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": options}})["sessionId"]
                break
            except (ConnectionError, OSError):
                time.sleep(.1)
        # The size of the page itself, also below what a window may have.
        self.cdp("Emulation.setDeviceMetricsOverride",
                 {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size[0] < 600})
        self.cdp("Emulation.setEmulatedMedia",
                 {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, json.dumps(body if body is not None else {}) if method == "POST" else None,
                           {"Content-Type": "application/json"})
        value = json.loads(connection.getresponse().read())["value"]
        if isinstance(value, dict) and "error" in value:
            raise RuntimeError(value["message"])
        return value

    def ask(self, path, body=None, method="POST"):
        return self.call(method, f"/session/{self.session}{path}", body)

    def cdp(self, command, parameters):
        return self.ask("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def key(self, name):
        key = KEYS.get(name, name)
        self.ask("/actions", {"actions": [{"type": "key", "id": "keys", "actions": [
            {"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]}]})

    def js(self, expression):
        return self.ask("/execute/sync", {"script": f"return ({expression})", "args": []})

    def end(self):
        try:
            self.ask("", method="DELETE")
        finally:
            self.process.terminate()
            self.process.wait()
            shutil.rmtree(self.home, ignore_errors=True)


def main():
    words = sys.argv[1:]
    size, dark, still, actions = (1280, 720), False, False, []
    page = pathlib.Path(words.pop(0)).absolute().as_uri()
    while words:
        word = words.pop(0)
        if word == "--size":
            size = tuple(int(side) for side in words.pop(0).split("x"))
        elif word == "--dark":
            dark = True
        elif word == "--still":
            still = True
        else:
            actions.append(word)
    driver = Driver(size, dark, still)
    try:
        driver.ask("/url", {"url": page})
        for action in actions:
            kind, _, what = action.partition(":")
            if kind == "key":
                driver.key(what)
            elif kind == "click":
                driver.js(f"document.querySelector({json.dumps(what)}).click()")
            elif kind == "wait":
                time.sleep(float(what))
            elif kind == "shot":
                pathlib.Path(what).write_bytes(base64.b64decode(driver.ask("/screenshot", method="GET")))
            elif kind == "hash":
                driver.ask("/url", {"url": "about:blank"})
                driver.ask("/url", {"url": f"{page}#{what}"})
            elif kind == "js":
                print(json.dumps(driver.js(what), ensure_ascii=False))
            else:
                sys.exit(f"no action: {action}")
        console = [entry["message"] for entry in driver.ask("/se/log", {"type": "browser"})]
        requests = []
        for entry in driver.ask("/se/log", {"type": "performance"}):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                url = message["params"]["request"]["url"]
                if url.partition("#")[0] != page and not url.startswith(("data:", "about:", "chrome:")):
                    requests.append(url)
        print(json.dumps({"console": console, "requests": requests}, ensure_ascii=False))
    finally:
        driver.end()


if __name__ == "__main__":
    main()

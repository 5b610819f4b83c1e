"""Takes pictures of a report and checks what a person would notice; called by report-screenshots."""

import asyncio
import pathlib
import shutil
import sys

from playwright.async_api import async_playwright

WIDTHS = {"desktop": 1440, "laptop": 1180, "phone": 390}
HEIGHT = 1600

# Runs in the page; returns one sentence for each fault.
CHECKS = r"""
() => {
  const faults = [];
  const name = e => (e.closest('[id]') || {id: 'page'}).id;
  const page = document.scrollingElement;
  if (page.scrollWidth > page.clientWidth)
    faults.push(`the page is ${page.scrollWidth} wide in a window of ${page.clientWidth}`);
  const isShown = e => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden';
  for (const e of document.querySelectorAll('main *, nav *')) {
    if (e.closest('svg') || !isShown(e)) continue;
    if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0) {
      const style = getComputedStyle(e);
      if (style.overflowX === 'auto' || style.display.startsWith('inline')) continue;
      if (e.closest('.scroll') && !e.matches('td, th')) continue;
      faults.push(`${name(e)}: <${e.localName}> "${e.textContent.slice(0, 40)}" is cut: ` +
        `${e.scrollWidth} in ${e.clientWidth}`);
    }
  }
  for (const svg of document.querySelectorAll('svg')) {
    if (!isShown(svg)) continue;
    const box = svg.getBoundingClientRect();
    if (!svg.querySelector('title')) faults.push(`${name(svg)}: a picture without title`);
    const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim());
    const boxes = texts.map(t => t.getBoundingClientRect());
    texts.forEach((t, i) => {
      const b = boxes[i];
      if (b.left < box.left - 1 || b.right > box.right + 1 || b.top < box.top - 1 ||
          b.bottom > box.bottom + 1)
        faults.push(`${name(svg)}: "${t.textContent}" leaves its picture`);
      const size = parseFloat(getComputedStyle(t).fontSize) * box.width /
        (svg.viewBox.baseVal.width || box.width);
      if (size < 9) faults.push(`${name(svg)}: "${t.textContent}" is ${size.toFixed(1)} px high`);
      for (let j = i + 1; j < texts.length; j++) {
        const c = boxes[j];
        const across = Math.min(b.right, c.right) - Math.max(b.left, c.left);
        const down = Math.min(b.bottom, c.bottom) - Math.max(b.top, c.top);
        if (across > 2 && down > 4)
          faults.push(`${name(svg)}: "${t.textContent}" and "${texts[j].textContent}" overlap`);
      }
    });
  }
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  for (const a of document.querySelectorAll('a[href^="#"]'))
    if (!ids.includes(a.hash.slice(1))) faults.push(`a link leads nowhere: ${a.hash}`);
  return faults;
}
"""


async def picture(browser, page_path, out, size, scheme):
    """One picture with all details folded, and the checks with all of them open."""
    faults = []
    context = await browser.new_context(
        viewport={"width": WIDTHS[size], "height": HEIGHT},
        color_scheme=scheme,
        device_scale_factor=2 if size == "phone" else 1,
        offline=True,
    )
    page = await context.new_page()
    page.on("console", lambda m: faults.append(f"console: {m.text}") if m.type in
            ("error", "warning") else None)
    page.on("pageerror", lambda e: faults.append(f"page error: {e}"))
    page.on("requestfailed", lambda r: faults.append(f"asked for {r.url}"))
    await page.goto(page_path.resolve().as_uri())
    base = out / f"{size}-{scheme}"
    await page.screenshot(path=f"{base}.png")
    # The whole page in pieces that a person can look at.
    height = await page.evaluate("document.scrollingElement.scrollHeight")
    for number, top in enumerate(range(0, height, HEIGHT)):
        await page.evaluate(f"window.scrollTo(0, {top})")
        await page.screenshot(path=f"{base}-{number:02}.png")
    faults += await page.evaluate(CHECKS)
    await page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    faults += [f"unfolded, {fault}" for fault in await page.evaluate(CHECKS)]
    if size == "desktop" and scheme == "light":
        await page.evaluate("document.querySelectorAll('details').forEach(d => d.open = false)")
        await page.pdf(path=f"{out}/paper.pdf", format="A4", print_background=True)
    await context.close()
    return [f"{size} {scheme}: {fault}" for fault in dict.fromkeys(faults)]


async def main():
    page_path, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    faults = []
    async with async_playwright() as play:
        browser = await play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for size in WIDTHS:
            for scheme in ("light", "dark"):
                faults += await picture(browser, page_path, out, size, scheme)
        await browser.close()
    for fault in faults[:60]:
        print(fault, file=sys.stderr)
    if len(faults) > 60:
        print(f"and {len(faults) - 60} more", file=sys.stderr)
    print(f"{len(list(out.glob('*.png')))} pictures in {out}, {len(faults)} faults")
    sys.exit(6 if faults else 0)


asyncio.run(main())

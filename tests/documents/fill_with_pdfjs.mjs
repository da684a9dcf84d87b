// Fill a PDF form with pdf.js, the engine of Firefox, as its viewer does when somebody types and saves.
// Use: node fill_with_pdfjs.mjs LIBRARY FORM ANSWERS.json RESULT
import { readFile, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [library, form, answers, result] = process.argv.slice(2);
const pdfjs = await import(pathToFileURL(`${library}/legacy/build/pdf.mjs`));
const data = new Uint8Array(await readFile(form));
const fonts = `${library}/standard_fonts/`;
const pdf = await pdfjs.getDocument({ data, standardFontDataUrl: fonts, verbosity: 0 }).promise;
const wanted = JSON.parse(await readFile(answers, "utf8"));
const fields = await pdf.getFieldObjects();
for (const [name, value] of Object.entries(wanted)) {
  const found = (fields[name] ?? []).filter((field) => field.type);
  if (found.length !== 1) throw new Error(`${name}: ${found.length} fields`);
  pdf.annotationStorage.setValue(found[0].id, { value });
}
await writeFile(result, await pdf.saveDocument());
await pdf.destroy();

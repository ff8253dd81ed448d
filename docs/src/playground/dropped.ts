import type { Dropped } from "./protocol.js";

/** Files of an input; those of a folder come with their paths. */
export const fromInput = (files: FileList): Dropped[] =>
  [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** Files and folders that were dropped. They have to be taken before anything is awaited. */
export async function fromDrop({ items }: DataTransfer): Promise<Dropped[]> {
  const taken = [...items].map((item) => {
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry) return filesOf(entry);
    // A file that comes from another page, not from a disk.
    return file ? [{ path: file.name, file }] : [];
  });
  return (await Promise.all(taken)).flat();
}

async function filesOf(entry: FileSystemEntry): Promise<Dropped[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    // A reader gives a hundred entries at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) break;
    found.push(...some);
  }
  return (await Promise.all(found.map(filesOf))).flat();
}

import type { Job } from "../engine/job.js";

/** Some images at a time, whose coefficients lie side by side. */
export const imageSpectra: Job = (kernels, index, args) => {
  const [task, images, each] = args as number[];
  const end = Math.min((index + 1) * each!, images!);
  for (let image = index * each!; image < end; image++) kernels.imageSpectra(task!, image);
};

export const unitMoments: Job = (kernels, index, args) => {
  const [units, first, parts, images, before, odd, scratch, bytes, wide] = args as number[];
  const unit = Math.floor(index / parts!);
  const part = index - unit * parts!;
  kernels.unitMoments(
    units!,
    first! + unit,
    part,
    parts!,
    images!,
    before!,
    odd!,
    scratch!,
    bytes!,
    wide!,
  );
};

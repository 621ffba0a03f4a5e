// Line drawings of 24 by 24, as path data.

export const shapes = {
  lock: "M7 11h10v9H7zM9 11V8a3 3 0 016 0v3",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  check: "M5 13l4.5 4.5L19 7",
  link: "M10 14a4 4 0 005.7 0l3-3A4 4 0 0013 5.3l-1 1M14 10a4 4 0 00-5.7 0l-3 3A4 4 0 0011 18.7l1-1",
  page: "M14 4h6v6M20 4l-9 9M10 5H5v14h14v-5",
  close: "M6 6l12 12M18 6L6 18",
  back: "M11 5l-7 7 7 7M4 12h16",
  wrench: "M14.5 6.5a4 4 0 015-1l-3 3 .5 2 2 .5 3-3a4 4 0 01-5.5 5L10 19.5A2.5 2.5 0 016.5 16L13 9.5a4 4 0 011.5-3z",
  clock: "M12 4a8 8 0 100 16 8 8 0 000-16zM12 8v4l3 2",
  down: "M6 9l6 6 6-6",
  print: "M7 9V4h10v5M7 17H4v-7h16v7h-3M7 14h10v6H7z",
  pen: "M4 20l1-5L16 4l4 4L9 19z",
};

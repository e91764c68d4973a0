// Only in a page that "geo build --watch" keeps up to date. A page opened from a disk may not read a file
// beside it, but it may look how large a picture is: the picture's size names the newest build.

const OFTEN = 250;
const SELDOM = 3000;

export const watch = (picture, width, height) => {
  const look = () => {
    const image = new Image();
    image.onload = () => {
      if (image.naturalWidth !== width || image.naturalHeight !== height) location.reload();
      else setTimeout(look, OFTEN);
    };
    image.onerror = () => setTimeout(look, SELDOM);
    image.src = `${picture}?${Date.now()}`;
  };
  look();
};

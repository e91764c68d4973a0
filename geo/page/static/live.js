// Only in a page that "geo build --watch" keeps up to date. A page opened from a disk may not read a file
// beside it, but it may look how large a picture is: the picture's size names the newest build.

export function watch(picture, width, height) {
  const image = new Image();
  image.onload = () => {
    if (image.naturalWidth !== width || image.naturalHeight !== height) location.reload();
    else setTimeout(watch, 250, picture, width, height);
  };
  image.onerror = () => setTimeout(watch, 3000, picture, width, height);
  image.src = `${picture}?${Date.now()}`;
}

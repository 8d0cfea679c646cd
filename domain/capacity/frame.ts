/** The picture and, within it, the field that the curve is drawn in, in px. */
export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  base: number;
}

/** On a telephone a picture is lower; below the field stands a line of words. */
export function frameOf(
  width: number,
  room: { height: number; left: number; right: number; top: number },
): Frame {
  const height = width < 480 ? 190 : room.height;
  return { width, height, left: room.left, right: width - room.right, top: room.top, base: height - 24 };
}

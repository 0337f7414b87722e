/** Shapes of a picture on a canvas. */
import { canvasFont, type Shape } from "./shapes.ts";

export function paintShape(context: CanvasRenderingContext2D, shape: Shape): void {
  switch (shape.kind) {
    case "box": {
      const { box, radius, fill, line, lineWidth = 1, dashed = false, faint = false } = shape;
      context.globalAlpha = faint ? 0.82 : 1;
      context.beginPath();
      context.roundRect(box.x, box.y, box.width, box.height, radius);
      if (fill !== null) {
        context.fillStyle = fill;
        context.fill();
      }
      context.setLineDash(dashed ? [4, 3] : []);
      if (line !== null) stroke(context, line, lineWidth);
      context.globalAlpha = 1;
      return;
    }
    case "path":
      context.setLineDash([]);
      context.strokeStyle = shape.line;
      context.lineWidth = shape.lineWidth;
      context.stroke(new Path2D(shape.data));
      return;
    case "text":
      context.font = canvasFont(shape.font);
      context.fillStyle = shape.fill;
      context.fillText(shape.text, shape.x, shape.y);
  }
}

function stroke(context: CanvasRenderingContext2D, line: string, width: number): void {
  context.strokeStyle = line;
  context.lineWidth = width;
  context.stroke();
}

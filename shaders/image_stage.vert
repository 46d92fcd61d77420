#version 330 core
// A rectangle of the stage, in device pixels from its top left corner. The target's row 0 is the top one.

uniform vec2 stage;      // width and height
uniform vec4 rectangle;  // left, top, width, height

out vec2 share;  // of the rectangle, 0 to 1

void main() {
  share = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  gl_Position = vec4(2.0 * (rectangle.xy + share * rectangle.zw) / stage - 1.0, 0.0, 1.0);
}

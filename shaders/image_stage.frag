#version 330 core
// The stage of the image lab, in two passes: LAYER puts the tiles of pictures where they belong, COMPOSE
// shows one or two such layers. Values are 0 to 255, red, green and blue already multiplied by alpha; an alpha
// below 0 says that nothing is there yet.

in vec2 share;
out vec4 color;

#ifdef LAYER

uniform sampler2D tile;
uniform float magnification;  // device pixels for one of the tile's

// Pixels stay squares when magnified, with edges as wide as a device pixel; below that, linear.
void main() {
  vec2 size = vec2(textureSize(tile, 0));
  vec2 at = share * size, edge = floor(at + 0.5);
  vec2 inside = edge + clamp((at - edge) * max(magnification, 1.0), -0.5, 0.5);
  color = texture(tile, inside / size);
}

#endif
#ifdef COMPOSE

const int PLAIN = 0, SPLIT = 1, DIFFERENCE = 2;  // else the size of errors

uniform sampler2D first, second, scale;  // scale: the colours of errors, 0 to 255 from left to right
uniform int kind;
uniform vec4 picture;  // left, top, right, bottom: no pixel of the picture lies beyond
uniform float split;   // the edge between first and second, in device pixels
uniform float gain;
uniform float square;  // of the ground under transparent pixels, in device pixels
uniform vec3 light, dark, missing, negative, neutral, positive;

vec3 over_ground(vec4 value) {
  if (value.a < 0.0) return missing;
  vec2 cell = floor(gl_FragCoord.xy / square);
  vec3 ground = mod(cell.x + cell.y, 2.0) < 0.5 ? light : dark;
  return value.rgb / 255.0 + (1.0 - value.a / 255.0) * ground;
}

void main() {
  vec2 here = gl_FragCoord.xy;
  if (any(lessThan(here, picture.xy)) || any(greaterThanEqual(here, picture.zw))) discard;
  vec4 a = texelFetch(first, ivec2(here), 0), b = texelFetch(second, ivec2(here), 0);
  vec3 shown;
  if (kind == PLAIN) {
    shown = over_ground(a);
  } else if (kind == SPLIT) {
    shown = over_ground(here.x < split ? a : b);
  } else if (a.a < 0.0 || b.a < 0.0) {
    shown = missing;
  } else {
    vec3 apart = (b.rgb - a.rgb) * gain / 255.0;
    if (kind == DIFFERENCE) {
      float mean = clamp((apart.r + apart.g + apart.b) / 3.0, -1.0, 1.0);
      shown = mix(neutral, mean < 0.0 ? negative : positive, abs(mean));
    } else {
      float size = clamp((abs(apart.r) + abs(apart.g) + abs(apart.b)) / 3.0, 0.0, 1.0);
      shown = texture(scale, vec2((size * 255.0 + 0.5) / 256.0, 0.5)).rgb;
    }
  }
  color = vec4(shown, 1.0);
}

#endif

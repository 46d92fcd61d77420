#version 330 core
// The stage of the image lab, in two passes: LAYER puts the tiles of pictures where they belong, COMPOSE
// shows one or two such layers. Values are 0 to 255, red, green and blue already multiplied by alpha; an alpha
// below 0 says that nothing is there yet.

in vec2 share;
out vec4 color;

#ifdef LAYER

uniform sampler2D tile;
uniform float magnification;  // device pixels for one of the tile's
uniform bool unmixed;         // one of the tile's pixels, as it is

// Pixels stay squares when magnified, with edges as wide as a device pixel. Below that, down to a half, each of
// the device's pixels is a weighted mean, a tent over what it and half of its neighbours cover: a fine pattern
// becomes grey instead of a coarse one.
void main() {
  vec2 size = vec2(textureSize(tile, 0)), at = share * size;
  if (unmixed) {
    color = texelFetch(tile, ivec2(min(at, size - 0.5)), 0);
    return;
  }
  if (magnification >= 1.0) {
    vec2 edge = floor(at + 0.5);
    color = texture(tile, (edge + clamp((at - edge) * magnification, -0.5, 0.5)) / size);
    return;
  }
  vec2 first = floor(at - 1.0 / magnification) + 0.5;
  vec4 sum = vec4(0.0);
  float all = 0.0;
  for (float y = 0.0; y < 6.0; ++y)
    for (float x = 0.0; x < 6.0; ++x) {
      vec2 middle = first + vec2(x, y);
      if (any(lessThan(middle, vec2(0.0))) || any(greaterThan(middle, size))) continue;
      vec2 near = max(1.0 - abs(middle - at) * magnification, 0.0);
      sum += near.x * near.y * texelFetch(tile, ivec2(middle), 0);
      all += near.x * near.y;
    }
  color = sum / all;
}

#endif
#ifdef COMPOSE

const int PLAIN = 0, SPLIT = 1, DIFFERENCE = 2;  // else the size of errors

uniform sampler2D first, second, scale;  // scale: the colours of errors, 0 to 255 from left to right
uniform int kind, samples;
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

// Red, green and blue apart: their mean (signed), or the mean of their sizes; 0 to 1 for 0 to 255 / gain.
float apart(vec4 a, vec4 b) {
  vec3 by = (b.rgb - a.rgb) * gain / 255.0;
  return kind == DIFFERENCE ? clamp((by.r + by.g + by.b) / 3.0, -1.0, 1.0)
                            : clamp((abs(by.r) + abs(by.g) + abs(by.b)) / 3.0, 0.0, 1.0);
}

void main() {
  vec2 here = gl_FragCoord.xy;
  if (any(lessThan(here, picture.xy)) || any(greaterThanEqual(here, picture.zw))) discard;
  if (kind <= SPLIT) {
    vec4 a = texelFetch(first, ivec2(here), 0), b = texelFetch(second, ivec2(here), 0);
    color = vec4(over_ground(kind == SPLIT && here.x >= split ? b : a), 1.0);
    return;
  }
  // With several samples a tent again, over this pixel and half of its neighbours.
  int more = samples / 2;
  float sum = 0.0, all = 0.0, middle = float(samples) / 2.0;
  for (int y = -more; y < samples + more; ++y)
    for (int x = -more; x < samples + more; ++x) {
      ivec2 at = ivec2(here) * samples + ivec2(x, y);
      if (any(lessThan(at, ivec2(0))) || any(greaterThanEqual(at, textureSize(first, 0)))) continue;
      vec4 a = texelFetch(first, at, 0), b = texelFetch(second, at, 0);
      if (a.a < 0.0 || b.a < 0.0) continue;
      vec2 near = 1.0 - abs(vec2(x, y) + 0.5 - middle) / float(samples);
      sum += near.x * near.y * apart(a, b);
      all += near.x * near.y;
    }
  float mean = sum / max(all, 1e-6);
  vec3 shown = kind == DIFFERENCE ? mix(neutral, mean < 0.0 ? negative : positive, abs(mean))
                                  : texture(scale, vec2((mean * 255.0 + 0.5) / 256.0, 0.5)).rgb;
  color = vec4(all > 0.0 ? shown : missing, 1.0);
}

#endif

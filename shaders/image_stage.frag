#version 330 core
// The stage of the image lab, in two passes: LAYER puts the tiles of pictures where they belong, COMPOSE
// shows one or two such layers. Values are 0 to 255, red, green and blue already multiplied by alpha; an alpha
// below 0 says that nothing is there yet.

in vec2 share;
out vec4 color;

#ifdef LAYER

uniform sampler2D tile;
uniform float magnification;  // device pixels for one of the tile's

// Pixels stay squares when magnified, with edges as wide as a device pixel. Below that, each of the device's
// pixels is the mean of what it covers, at most 2 x 2 of the tile's: a fine pattern becomes grey, no moire.
void main() {
  vec2 size = vec2(textureSize(tile, 0)), at = share * size;
  if (magnification >= 1.0) {
    vec2 edge = floor(at + 0.5);
    color = texture(tile, (edge + clamp((at - edge) * magnification, -0.5, 0.5)) / size);
    return;
  }
  vec2 low = max(at - 0.5 / magnification, 0.0), high = min(at + 0.5 / magnification, size);
  vec2 first = floor(low);
  vec4 sum = vec4(0.0);
  float all = 0.0;
  for (float y = 0.0; y < 4.0; ++y)
    for (float x = 0.0; x < 4.0; ++x) {
      vec2 pixel = first + vec2(x, y);
      vec2 covered = max(min(high, pixel + 1.0) - max(low, pixel), 0.0);
      float weight = covered.x * covered.y;
      sum += weight * texelFetch(tile, ivec2(min(pixel, size - 1.0)), 0);
      all += weight;
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
  bool pair = kind > SPLIT, there = true;
  vec3 shown = vec3(0.0);
  float sum = 0.0;
  for (int y = 0; y < samples; ++y)
    for (int x = 0; x < samples; ++x) {
      ivec2 at = ivec2(here) * samples + ivec2(x, y);
      vec4 a = texelFetch(first, at, 0), b = texelFetch(second, at, 0);
      if (pair) {
        there = there && a.a >= 0.0 && b.a >= 0.0;
        sum += apart(a, b);
      } else {
        shown += over_ground(kind == SPLIT && here.x >= split ? b : a);
      }
    }
  float mean = sum / float(samples * samples);
  if (!pair)
    shown /= float(samples * samples);
  else if (!there)
    shown = missing;
  else if (kind == DIFFERENCE)
    shown = mix(neutral, mean < 0.0 ? negative : positive, abs(mean));
  else
    shown = texture(scale, vec2((mean * 255.0 + 0.5) / 256.0, 0.5)).rgb;
  color = vec4(shown, 1.0);
}

#endif

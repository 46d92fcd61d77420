#version 330 core
// The stage of the image lab. Pictures: COPY and TILE put a tile where it belongs. Differences and errors: PAIR
// gives what two tiles are apart, where both lie, its colour; where several of their pixels meet in one of the
// device, APART only works it out, and SHOW gives the mean its colour. Values of tiles are 0 to 1 for 0 to 255,
// red, green and blue already multiplied by alpha.

in vec2 share;
out vec4 color;

// Where a magnified picture is looked up, in its pixels: they stay squares, with edges as wide as a device
// pixel.
vec2 squared(vec2 at, float magnification) {
  vec2 edge = floor(at + 0.5);
  return edge + clamp((at - edge) * magnification, -0.5, 0.5);
}

#ifdef COPY

// Nothing else stands here, so that software renderers take their shortest way: an opaque tile of which a
// pixel is a whole number of the device's.
uniform sampler2D tile;

void main() {
  color = texture(tile, share);
}

#endif
#ifdef TILE

uniform sampler2D tile;
uniform float magnification;  // device pixels for one of the tile's
uniform float square;         // of the ground under transparent pixels, in device pixels
uniform vec3 light, dark;

// Below 1, down to a half, a device pixel is a weighted mean, a tent over what it and half of its neighbours
// cover: a fine pattern becomes grey instead of a coarse one. Four pixels along each axis, two in one look.
vec4 mean(vec2 at, vec2 size) {
  float reach = 1.0 / magnification;
  vec2 one = ceil(at - reach - 0.5) + 0.5;
  vec2 w0 = max(1.0 - abs(one - at) * magnification, 0.0);
  vec2 w1 = max(1.0 - abs(one + 1.0 - at) * magnification, 0.0);
  vec2 w2 = max(1.0 - abs(one + 2.0 - at) * magnification, 0.0);
  vec2 w3 = max(1.0 - abs(one + 3.0 - at) * magnification, 0.0);
  vec2 near = w0 + w1, far = w2 + w3;
  vec2 a = (one + w1 / max(near, 1e-6)) / size, b = (one + 2.0 + w3 / max(far, 1e-6)) / size;
  vec4 sum = near.x * near.y * texture(tile, a) + far.x * near.y * texture(tile, vec2(b.x, a.y)) +
             near.x * far.y * texture(tile, vec2(a.x, b.y)) + far.x * far.y * texture(tile, b);
  return sum / ((near.x + far.x) * (near.y + far.y));
}

void main() {
  vec2 size = vec2(textureSize(tile, 0)), at = share * size;
  if (magnification >= 1.0)
    color = texture(tile, squared(at, magnification) / size);
  else
    color = mean(at, size);
  if (color.a < 1.0) {
    vec2 cell = floor(gl_FragCoord.xy / square);
    vec3 ground = mod(cell.x + cell.y, 2.0) < 0.5 ? light : dark;
    color = vec4(color.rgb + (1.0 - color.a) * ground, 1.0);
  }
}

#endif
#if defined(PAIR) || defined(APART) || defined(SHOW)

uniform bool is_signed;

#endif
#if defined(PAIR) || defined(SHOW)

uniform sampler2D scale;  // the colours of errors, 0 to 1 from left to right
uniform float gain;
uniform vec3 negative, neutral, positive;

vec4 colored(float mean) {
  mean *= gain;
  vec3 shown = is_signed ? mix(neutral, mean < 0.0 ? negative : positive, min(abs(mean), 1.0))
                         : texture(scale, vec2((min(mean, 1.0) * 255.0 + 0.5) / 256.0, 0.5)).rgb;
  return vec4(shown, 1.0);
}

#endif
#if defined(PAIR) || defined(APART)

uniform sampler2D first, second;
uniform vec4 first_place, second_place;  // left and top of a tile, and its pixels for one of the target's
uniform bool unmixed;                    // single pixels as they are

vec4 look(sampler2D tile, vec4 place) {
  vec2 size = vec2(textureSize(tile, 0)), at = (gl_FragCoord.xy - place.xy) * place.zw;
  if (unmixed) return texelFetch(tile, ivec2(clamp(at, vec2(0.0), size - 0.5)), 0);
  return texture(tile, squared(at, max(1.0 / place.z, 1.0)) / size);
}

// How far red, green and blue of the second are from the first, in the mean of the three: without their signs,
// of which some would take others away. Signed, the whole has that of the luma (BT.601).
void main() {
  vec3 by = look(second, second_place).rgb - look(first, first_place).rgb;
  float mean = dot(abs(by), vec3(1.0 / 3.0));
  if (is_signed && dot(by, vec3(0.299, 0.587, 0.114)) < 0.0) mean = -mean;
#ifdef PAIR
  color = colored(mean);
#else
  color = vec4(mean, 1.0, 0.0, 0.0);  // and that there is one
#endif
}

#endif
#ifdef SHOW

uniform sampler2D values;
uniform float samples;  // of the values, along each side of a pixel
uniform vec3 missing;

// A tent again, over this pixel and half of its neighbours; two samples in one look.
void main() {
  vec2 size = vec2(textureSize(values, 0)), middle = gl_FragCoord.xy * samples;
  float half_one = mod(samples, 2.0) < 0.5 ? 0.5 : 0.0;
  vec2 sum = vec2(0.0);
  for (float y = half_one - samples; y < samples; y += 2.0) {
    vec2 wy = max(1.0 - abs(vec2(y, y + 1.0)) / samples, 0.0);
    for (float x = half_one - samples; x < samples; x += 2.0) {
      vec2 wx = max(1.0 - abs(vec2(x, x + 1.0)) / samples, 0.0);
      vec2 at = vec2(x + wx.y / (wx.x + wx.y), y + wy.y / (wy.x + wy.y));
      sum += (wx.x + wx.y) * (wy.x + wy.y) * texture(values, (middle + at) / size).rg;
    }
  }
  color = sum.y > 0.0 ? colored(sum.x / sum.y) : vec4(missing, 1.0);
}

#endif

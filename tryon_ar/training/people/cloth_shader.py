"""How cloth looks: patterns, folds and weave, as a function of GLSL 3.30.

Everything is looked up by rest position, so that it moves with the wearer. Folds bend normals only:
creases across the inside of elbows and armpits, drapes slanting from the shoulders to the waist,
and soft unrest everywhere; ``folds`` of the paint scales them.
"""

CLOTH_GLSL = """
// Noise of cloth: value noise, 0 to 1.
float cloth_hash(vec3 p) {
  p = fract(p * 0.3183099 + 0.1);
  p *= 17.0;
  return fract(p.x * p.y * p.z * (p.x + p.y + p.z));
}
float cloth_noise(vec3 x) {
  vec3 i = floor(x), f = fract(x);
  f = f * f * (3.0 - 2.0 * f);
  return mix(
    mix(mix(cloth_hash(i), cloth_hash(i + vec3(1, 0, 0)), f.x),
        mix(cloth_hash(i + vec3(0, 1, 0)), cloth_hash(i + vec3(1, 1, 0)), f.x), f.y),
    mix(mix(cloth_hash(i + vec3(0, 0, 1)), cloth_hash(i + vec3(1, 0, 1)), f.x),
        mix(cloth_hash(i + vec3(0, 1, 1)), cloth_hash(i + vec3(1, 1, 1)), f.x), f.y), f.z);
}

float cloth_ridge(vec3 p) { return 1.0 - abs(2.0 * cloth_noise(p) - 1.0); }

// Height (m) of creases at a rest position of a body whose armpits are 0.577 m high; those of
// another seed lie elsewhere.
float cloth_creases(vec3 r, vec3 seed) {
  float side = sqrt(r.x * r.x + 0.004);
  vec3 u = r * 9.0 + seed;
  vec3 wander = vec3(cloth_noise(u), cloth_noise(u + 7.3), cloth_noise(u + 3.1));
  vec3 warp = r + 0.035 * (wander - 0.5);
  // Drapes: slanting from the shoulders inwards, where noise gathers them.
  float slant = warp.z * 0.75 + side * 0.55 + 0.3 * warp.y;
  float gather = smoothstep(0.4, 0.8, cloth_noise(r * vec3(5.0, 6.0, 4.0) + seed));
  float ridge = cloth_ridge(vec3(slant * 20.0, warp.x * 5.0, r.y * 5.0) + seed);
  float drape = gather * ridge * ridge;
  float down = cloth_ridge(vec3(warp.x * 16.0, warp.y * 14.0, warp.z * 2.5) + seed);
  float soft = cloth_noise(warp * vec3(9.0, 9.0, 13.0) + seed)
             + 0.5 * cloth_noise(warp * 24.0 + seed);
  // Sleeves crease across at the elbow and in the armpit, tops above the hips.
  float along = (abs(r.x) - 0.39) * 0.66 - (r.z - 0.46) * 0.75;
  float sleeve = smoothstep(0.2, 0.26, abs(r.x)) * step(0.1, r.z);
  float bent = sleeve * (0.25 + exp(-along * along / 0.012));
  float across = cloth_ridge(vec3(along * 24.0 + 5.0 * warp.y, warp.y * 9.0, warp.x * 3.0) + seed);
  float low = (1.0 - sleeve) * exp(-pow((r.z - 0.24) / 0.09, 2.0));
  float bunch = cloth_ridge(vec3(warp.x * 5.0, warp.y * 5.0, warp.z * 22.0 + 3.0 * warp.x) + seed);
  return 0.006 * drape * (1.0 - 0.7 * sleeve) + 0.0035 * down * down * (1.0 - gather)
       + 0.006 * soft + 0.008 * bent * across * across + 0.005 * low * bunch * bunch;
}

// The slope of creases along the surface, by the differences to the pixel's neighbours (Mikkelsen,
// "Bump mapping unparametrized surfaces on the GPU", 2010): the height is wanted once, not four
// times. Across the edge of a surface the differences mean nothing.
vec3 cloth_bend(vec3 r, vec3 n, float folds, vec3 seed) {
  if (folds <= 0.0) return n;
  float h = cloth_creases(r, seed);
  vec3 rx = dFdx(r), ry = dFdy(r);
  vec3 across = cross(rx, ry);
  float area = dot(across, across);
  vec3 slope = (cross(ry, across) * dFdx(h) + cross(across, rx) * dFdy(h)) / max(area, 1e-16);
  float steep = length(slope);
  slope *= min(1.0, 0.6 / max(steep, 1e-6)) * step(max(dot(rx, rx), dot(ry, ry)), 4e-4);
  slope -= n * dot(n, slope);
  return normalize(n - 2.2 * folds * slope);
}

// Stripes that fade into their mean where they would be finer than pixels.
float cloth_stripe(float at, float edge) {
  float wide = fwidth(at);
  float s = smoothstep(edge - wide, edge + wide, abs(fract(at) - 0.5) * 2.0);
  return mix(s, 1.0 - edge, smoothstep(0.4, 0.9, wide));
}

float cloth_dot(vec2 at, float radius) {
  vec2 cell = vec2(at.x + 0.5 * mod(floor(at.y), 2.0), at.y);
  float d = length(fract(cell) - 0.5);
  float wide = fwidth(at.x) + fwidth(at.y);
  float s = 1.0 - smoothstep(radius - wide, radius + wide, d);
  return mix(s, 3.14 * radius * radius, smoothstep(0.4, 0.9, wide));
}

// Where on the cloth (m): round the torso, or across a sleeve, and along it.
vec2 cloth_uv(vec3 r) {
  // The sides run backwards: there x alone would stretch what is woven.
  float x = clamp(r.x, -0.2, 0.2);
  float round_body = x + 25.0 * x * x * x;
  return vec2(mix(round_body, r.y, smoothstep(0.19, 0.24, abs(r.x))), r.z);
}

float cloth_print(vec3 r, vec3 centre, float scale) {
  vec2 d = (r.xz - centre.xz) * scale;
  float chest = step(r.y, centre.y + 0.02);
  float kind = cloth_hash(vec3(floor(centre.x * 977.0), floor(scale * 31.0), 3.0));
  float inside = 1.0 - step(0.5, max(abs(d.x), abs(d.y)));
  float art = step(0.45, cloth_noise(vec3(d * 9.0, scale)));
  float letters = step(0.42, cloth_noise(vec3(floor(d.x * 22.0), floor(d.y * 9.0), scale)));
  letters *= step(0.25, fract(d.y * 3.0)) * (1.0 - step(0.3, abs(d.y)));
  float ring = 1.0 - smoothstep(0.36, 0.38, length(d));
  ring *= step(0.25, abs(length(d) - 0.2) * 4.0 + 0.3 * cloth_noise(vec3(d * 6.0, 1.0)));
  float bars = step(0.5, fract(d.y * 4.0)) * (1.0 - step(0.3, abs(d.y)));
  float m = kind < 0.3 ? art : (kind < 0.62 ? letters : (kind < 0.85 ? ring : bars));
  return chest * inside * m;
}

vec3 cloth_denim(vec3 rgb, vec3 thread, vec3 r, float scale, float hem, vec3 n) {
  float twill = cloth_stripe((r.x + r.z + r.y) * scale, 0.5);
  float slub = cloth_noise(vec3(r.x * 420.0, r.y * 420.0, r.z * 45.0));
  float worn = cloth_noise(r * vec3(7.0, 7.0, 4.0)) * 0.6 + cloth_noise(r * 19.0) * 0.4;
  vec3 c = rgb * (0.88 + 0.1 * twill + 0.16 * slub);
  c = mix(c, mix(rgb, vec3(0.8, 0.84, 0.88), 0.45), 0.55 * smoothstep(0.5, 0.8, worn));
  float seam = 1.0 - smoothstep(0.0008, 0.0022, min(abs(hem - 0.012), abs(hem - 0.018)));
  float dashes = step(0.3, fract((r.x + r.y + r.z) * 160.0));
  return mix(c, thread, 0.65 * seam * dashes);
}

vec3 cloth_pattern(vec3 r, vec3 rgb, vec3 second, int pattern, float scale, vec3 centre,
                   float hem, vec3 n) {
  vec2 uv = cloth_uv(r);
  float m = 0.0;
  if (pattern == 1) m = cloth_stripe(r.z * scale, 0.5 + 0.3 * (cloth_hash(second * 9.0) - 0.5));
  else if (pattern == 2) m = cloth_stripe(uv.x * scale, 0.5 + 0.45 * cloth_hash(second * 9.0));
  else if (pattern == 3) {
    float a = cloth_stripe(r.z * scale, 0.55), b = cloth_stripe(uv.x * scale, 0.55);
    float thin = max(cloth_stripe(r.z * scale + 0.27, 0.93),
                     cloth_stripe(uv.x * scale + 0.27, 0.93));
    m = 0.42 * a + 0.42 * b;
    rgb = mix(rgb, vec3(dot(second, vec3(0.33)) > 0.5 ? 0.1 : 0.9), 0.5 * thin);
  }
  else if (pattern == 4) m = smoothstep(0.45, 0.6, cloth_noise(r * scale));
  else if (pattern == 5) m = cloth_print(r, centre, scale);
  else if (pattern == 6) return cloth_denim(rgb, second, r, scale, hem, n);
  else if (pattern == 7) {
    float rib = cloth_stripe(uv.x * scale, 0.4);
    float stitch = cloth_stripe(r.z * scale * 1.6 + 0.5 * floor(uv.x * scale), 0.5);
    return rgb * (0.8 + 0.17 * rib + 0.1 * stitch) * (0.93 + 0.14 * cloth_noise(r * 60.0));
  }
  else if (pattern == 8) m = cloth_dot(uv * scale, 0.27);
  else if (pattern == 9) {
    vec2 cell = floor(uv * scale), at = fract(uv * scale) - 0.5;
    at += 0.3 * (vec2(cloth_hash(vec3(cell, 1.0)), cloth_hash(vec3(cell, 2.0))) - 0.5);
    float petals = 0.24 + 0.1 * cos(5.0 * atan(at.y, at.x) + 6.0 * cloth_hash(vec3(cell, 3.0)));
    m = 1.0 - smoothstep(petals - 0.05, petals + 0.05, length(at));
    vec3 leaf = vec3(0.25, 0.38, 0.2);
    rgb = mix(rgb, leaf, step(0.66, cloth_noise(vec3(uv * scale * 2.3, 5.0))));
    second = mix(second, vec3(0.95, 0.8, 0.3), 1.0 - smoothstep(0.05, 0.09, length(at)));
  }
  else if (pattern == 10) {
    float a = cloth_noise(r * scale) + 0.4 * cloth_noise(r * scale * 2.7);
    float b = cloth_noise(r * scale * 1.3 + 9.0) + 0.4 * cloth_noise(r * scale * 3.1);
    rgb = mix(rgb, rgb * 0.45, step(0.85, a));
    m = step(0.9, b);
  }
  else if (pattern == 11) m = step(centre.z, r.z);
  return mix(rgb, second, clamp(m, 0.0, 1.0));
}

// Colour and normal of cloth.
//   rest     rest position (m)             rgb     in: the cloth's colour, out: with its pattern
//   normal   unit, towards the eye, bent   hem     distance to the nearest edge (m), or 0
//   centre   what a print lies round; for creases, the height of the armpits
//   others   those of Paint
void cloth(vec3 rest, inout vec3 rgb, inout vec3 normal, vec3 second, int pattern, float scale,
           float folds, vec3 centre, float hem) {
  rgb = cloth_pattern(rest, rgb, second, pattern, scale, centre, hem, normal);
  float weave = cloth_noise(rest * 700.0) * 0.5 + cloth_noise(rest * 260.0) * 0.5;
  rgb *= 0.93 + 0.14 * weave;
  // A hem's seam: a line a finger's width from the edge, and the edge rolls a little.
  float seam = 1.0 - smoothstep(0.0005, 0.002, abs(hem - 0.018));
  rgb *= 1.0 - 0.13 * seam * step(0.0001, hem);
  vec3 seed = 40.0 * fract(vec3(scale * 7.13, folds * 91.7, scale * 3.7 + folds * 13.1));
  vec3 placed = rest - vec3(0.0, 0.0, centre.z - 0.577);
  normal = cloth_bend(placed, normal, folds, seed);
}
"""

"""Shader programs (GLSL 3.30) that people are drawn with."""

from tryon_ar.training.people.cloth_shader import CLOTH_GLSL

# Meshes that one picture may have.
MOST_MESHES = 64

# What is seen is gathered first and lit afterwards: most triangles are smaller than a pixel, and
# software rendering lights whole blocks of pixels for each of them.
GATHER_VERTEX_GLSL = """
#version 330
in vec3 in_position; in vec3 in_normal; in vec3 in_colour; in vec3 in_rest;
in float in_label; in float in_strand;
uniform mat4 to_screen;
out vec3 normal; out vec3 colour; out vec3 rest; out float strand; flat out float label;
void main() {
    gl_Position = to_screen * vec4(in_position, 1.0);
    normal = in_normal; rest = in_rest; colour = in_colour; strand = in_strand; label = in_label;
}
"""

GATHER_FRAGMENT_GLSL = """
#version 330
in vec3 normal; in vec3 colour; in vec3 rest; in float strand; flat in float label;
uniform float paint;
layout(location = 0) out vec4 out_normal; layout(location = 1) out vec4 out_rest;
layout(location = 2) out vec4 out_colour; layout(location = 3) out float out_label;
void main() {
    out_normal = vec4(gl_FrontFacing ? normal : -normal, strand);
    out_rest = vec4(rest, paint);
    out_colour = vec4(colour, 1.0);
    out_label = label / 255.0;
}
"""

SHADOW_VERTEX_GLSL = """
#version 330
in vec3 in_position;
uniform mat4 to_shadow;
void main() { gl_Position = to_shadow * vec4(in_position, 1.0); }
"""

SHADOW_FRAGMENT_GLSL = """
#version 330
void main() {}
"""

NOISE_GLSL = """
float hash_of(vec3 p) {
    p = fract(p * vec3(0.1031, 0.1030, 0.0973));
    p += dot(p, p.yxz + 33.33);
    return fract((p.x + p.y) * p.z);
}
float noise_at(vec3 p) {
    vec3 cell = floor(p), f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    vec2 k = vec2(0.0, 1.0);
    float low = mix(mix(hash_of(cell), hash_of(cell + k.yxx), f.x),
                    mix(hash_of(cell + k.xyx), hash_of(cell + k.yyx), f.x), f.y);
    float high = mix(mix(hash_of(cell + k.xxy), hash_of(cell + k.yxy), f.x),
                     mix(hash_of(cell + k.xyy), hash_of(cell + k.yyy), f.x), f.y);
    return mix(low, high, f.z);
}
"""

# Software rendering computes every branch of a program for every pixel. So each kind of surface is
# lit by a program of its own, at its own depth: the depth test tells which pixels are of its kind.
LIGHT_VERTEX_GLSL = """
#version 330
in vec2 in_corner; uniform float kind_at;
void main() { gl_Position = vec4(in_corner, 2.0 * kind_at - 1.0, 1.0); }
"""

SORT_FRAGMENT_GLSL = """
#version 330
uniform sampler2D rests; uniform float kinds[MOST];
void main() {
    float found = texelFetch(rests, ivec2(gl_FragCoord.xy), 0).w;
    gl_FragDepth = found < 0.5 ? 0.0 : kinds[int(found - 0.5)];
}
""".replace("MOST", str(MOST_MESHES))

_LIGHT_HEAD_GLSL = """
#version 330
const int surface = SURFACE; const int pattern = PATTERN; const bool folded = FOLDED;
const float side_px = SIDE_PX;
uniform sampler2D normals; uniform sampler2D rests; uniform sampler2D colours;
uniform sampler2D depths; uniform sampler2DShadow shadow_map;
layout(std140) uniform Paints {
    vec4 paints[3 * MOST];  // of each: second colour and scale, centre and folds, gloss
};
layout(std140) uniform Light {
    mat4 from_screen; mat4 to_shadow;
    vec3 eye_at; float exposure;
    vec3 key_direction; float shadow_softness;
    vec3 fill_direction; float shadow_depth;
    vec3 key_rgb; float unused_1; vec3 fill_rgb; float unused_2;
    vec3 sky_rgb; float unused_3; vec3 ground_rgb; float unused_4;
};
out vec4 out_colour;
"""

_LIGHT_MAIN_GLSL = """
float lit_share(vec3 shadow_at) {
    vec2 offsets[8] = vec2[8](vec2(-0.7, 0.2), vec2(0.5, -0.8), vec2(0.1, 0.6), vec2(0.9, 0.3),
        vec2(-0.3, -0.5), vec2(-0.9, -0.6), vec2(0.4, 0.0), vec2(-0.2, 0.95));
    float angle = 6.28318 * hash_of(vec3(gl_FragCoord.xy, 1.0));
    mat2 turn = mat2(cos(angle), -sin(angle), sin(angle), cos(angle));
    float lit = 0.0;
    for (int k = 0; k < 8; ++k)
        lit += texture(shadow_map, shadow_at + vec3(turn * offsets[k] * shadow_softness, 0.0));
    return 1.0 - shadow_depth * (1.0 - lit / 8.0);
}
vec3 wrapped(float cosine, vec3 width) { return max((cosine + width) / (1.0 + width), 0.0); }
vec3 filmic(vec3 x) {
    // Leaves the dark and middle tones alone and bends the bright ones below white.
    vec3 bent = 0.7 + 0.3 * (1.0 - exp(-(x - 0.7) / 0.3));
    return mix(x, bent, step(0.7, x));
}
void main() {
    ivec2 at = ivec2(gl_FragCoord.xy);
    vec4 found = texelFetch(rests, at, 0);
    int paint = 3 * int(max(found.w - 0.5, 0.0));
    vec3 rest = found.xyz;
    vec4 leaning = texelFetch(normals, at, 0);
    vec3 n = normalize(leaning.xyz);
    float strand = leaning.w;
    vec3 dye = texelFetch(colours, at, 0).rgb;
    float depth = texelFetch(depths, at, 0).r;
    vec4 placed = from_screen * vec4(vec3(gl_FragCoord.xy / side_px, depth) * 2.0 - 1.0, 1.0);
    vec3 position = placed.xyz / placed.w;
    // Off the surface by a little, more where light grazes: no surface is in its own shadow.
    float slant = 1.0 - max(dot(n, key_direction), 0.0);
    vec3 shadow_at = (to_shadow * vec4(position + n * (0.003 + 0.008 * slant), 1.0)).xyz;
    float gloss = paints[paint + 2].x;
    vec3 to_eye = normalize(eye_at - position);
    vec3 width = vec3(0.12);
    float shine = gloss, sharpness = 24.0;
    if (surface == 0) {
        dye *= 0.97 + 0.06 * noise_at(rest * 45.0);
        dye *= mix(vec3(1.0), vec3(1.04, 0.97, 0.96), noise_at(rest * 22.0 + 9.0) - 0.5);
        dye *= 0.96 + 0.08 * noise_at(rest * 380.0);
        width = vec3(0.42, 0.22, 0.15);
        sharpness = 14.0 + 16.0 * noise_at(rest * 240.0);
    } else if (surface == 1) {
        sharpness = 160.0; shine = max(gloss, 0.6);
    } else if (surface == 2) {
        float tint = hash_of(vec3(floor(strand * 97.0), 3.0, 5.0));
        dye *= 0.6 + 0.8 * tint;
        width = vec3(0.3);
    } else if (surface == 3) {
        vec4 second = paints[paint], centre = paints[paint + 1];
        cloth(rest, dye, n, second.rgb, pattern, second.w, folded ? centre.w : 0.0, centre.xyz,
              strand);
        width = vec3(0.2);
    } else {
        sharpness = 60.0;
    }
    dye = pow(max(dye, 0.0), vec3(2.2));
    float lit = lit_share(shadow_at * 0.5 + 0.5);
    vec3 key = key_rgb * wrapped(dot(n, key_direction), width) * lit;
    vec3 fill = fill_rgb * wrapped(dot(n, fill_direction), width);
    vec3 around = mix(ground_rgb, sky_rgb, 0.5 + 0.5 * n.z);
    // What faces away from the viewer and the light of the room is in creases more often.
    around *= 0.8 + 0.2 * max(dot(n, to_eye), 0.0);
    vec3 seen = dye * (key + fill + around);
    vec3 halfway = normalize(key_direction + to_eye);
    float grazing = 0.25 + 0.75 * pow(1.0 - max(dot(n, to_eye), 0.0), 4.0);
    float glint = pow(max(dot(n, halfway), 0.0), sharpness) * shine * grazing;
    if (surface == 2) {
        vec3 side = normalize(cross(n, vec3(0.02, 0.03, 1.0)));
        vec3 along = cross(side, n);
        float across = dot(along, halfway) + 0.25 * (hash_of(vec3(floor(strand * 31.0))) - 0.5);
        glint = pow(max(1.0 - across * across, 0.0), 20.0) * shine * 0.35;
        seen += dye * key_rgb * lit * glint * 4.0;
    }
    seen += key_rgb * lit * glint * 0.6;
    out_colour = vec4(pow(filmic(seen * exposure), vec3(1.0 / 2.2)), 1.0);
}
"""

_LIGHT_GLSL = _LIGHT_HEAD_GLSL + NOISE_GLSL + CLOTH_GLSL + _LIGHT_MAIN_GLSL


def light_fragment_glsl(surface: int, pattern: int, side_px: int, *, folded: bool) -> str:
    """Return the program that lights one kind of surface in pictures of a side."""
    constants = {
        "SURFACE": str(surface),
        "PATTERN": str(pattern),
        "FOLDED": str(folded).lower(),
        "SIDE_PX": f"{side_px}.0",
        "MOST": str(MOST_MESHES),
    }
    text = _LIGHT_GLSL
    for name, value in constants.items():
        text = text.replace(name, value)
    return text

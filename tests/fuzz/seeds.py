#!/usr/bin/python3
"""Writes the seeds that stand for themselves: seeds.py PROGRAM, beside it into seeds/.

PROGRAM (build/convscope) writes the scenario files; networks are those of tests/networks and small ones of
our own, pictures come from ImageMagick. What once was a fault is kept in seeds/ under a name of its own.
"""
import io, json, pathlib, re, subprocess, sys, zipfile
import numpy as np

seeds = pathlib.Path(__file__).parent / "seeds"
root = pathlib.Path(__file__).parents[2]


def write(name, data):
    path = seeds / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())


def npy(array, **how):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, **how)
    return file.getvalue()


for name, array in {
    "f4": np.arange(6, dtype="f4").reshape(2, 3), "f8": np.ones((2, 2)), "f2": np.ones(3, "f2"),
    "i8": np.arange(4, dtype="i8"), "u1": np.arange(4, dtype="u1"), "bool": np.array([True, False]),
    "fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
}.items():
    write(f"npy/{name}", npy(array))
write("npy/version-2", npy(np.ones(2), version=(2, 0)))

SPECS = [
    "tconv 4x4 k3 s2 p1 op1", "conv 5 k3 in=ramp w=sobel-x",
    "conv 8x8 k3 s2 p1 d2 c4>8 g2 b=[1,2,3,4,5,6,7,8] act=relu",
    "tconv 2x2x2 k2 s2 w=random:7 up=ones", "conv 6 k3 p1 border=reflect in=[1,2,3/4,-0.5,0,7]",
    "tconv 5 k4 s2 dialect=keras", 'conv 5 k3 in="a b.npy"',
]
for i, line in enumerate(SPECS):
    write(f"spec/{i}", line)
    if ".npy" in line: continue
    path = seeds / f"scenario/{i}"
    path.parent.mkdir(exist_ok=True)
    made = subprocess.run([sys.argv[1], "scenario", line, "-o", f"{path}.json"], check=True)
    path.with_name(f"{i}.json").rename(path)
staged = json.loads((seeds / "scenario/0").read_text())
write("scenario/staged", json.dumps(staged | {"view": "scatter", "step": 3, "note": "*slowly*"}))

TEXTS = {
    "code": [
        "nn.ConvTranspose2d(16, 33, 3, stride=2, padding=1)",
        'layers.Conv2DTranspose(64, 5, strides=2, padding="same")', 'lax.conv_transpose(x, w, (2, 2), "SAME")',
        'helper.make_node("Conv", ["x", "w"], ["y"], kernel_shape=[3, 3], pads=[1, 1, 1, 1])',
        "F.conv2d(x, w, padding=(1, 2), dilation=2, groups=4)",
        "torch.nn.Conv1d(3, 6, kernel_size=5, bias=False)  # words",
    ],
    "paste": [
        "1\t2\n3\t4", "array([[1, 2], [3, 4]])", "[1 2; 3 4]", "1,5;2,5\n3,5;4,5", "tensor([[[1., -2e-3]]])",
        "1/3 2/3",
    ],
    "source": ["ramp", "random:7", "[1,2;3/4,-0.5]", "./x.npy", '"a \\"b\\\\.npy"'],
    "markdown": [
        "Words *light* **strong** `code` [link](lesson:sizes)\n\n- one\n- two\n",
        "A line\nand {{output}} another.\n\n1. first\n2. second\n", "> quote\n\n<b>html</b>", "# heading\n",
    ],
    "matrix-market": [
        "%%MatrixMarket matrix coordinate real general\n% words\n2 3 2\n1 1 1.5\n2 3 -2\n",
        "%%MatrixMarket matrix coordinate pattern symmetric\n3 3 1\n3 1\n",
        "%%MatrixMarket matrix coordinate integer general\n1 1 1\n1 1 7\n",
    ],
}
for target, texts in TEXTS.items():
    for i, text in enumerate(texts):
        write(f"{target}/{i}", text)

dice = np.random.default_rng(1)
for i in range(8):
    write(f"operators/{i}", dice.integers(0, 256, 24, dtype="u1").tobytes())

COMMANDS = """
apply conv --input a.npy --weight k.npy --padding 1 -o y.npy
apply conv-transpose --input a.npy --weight k.npy --stride 2 --output-padding 1 -o y.npy
apply conv-input-grad --grad-output a.npy --weight k.npy --input-size 6,6 -o y.npy
shape conv --input 224,224 --kernel 7 --stride 2 --padding 3 --json
shape conv-transpose --input 7 --kernel 4 --stride 2 --padding 1 --dialect keras
shape --network n.json
matrix conv --input 4,4 --weight k.npy --stride 1 -o m.mtx
roundtrip tconv 4x4 k3 s2 p1 op1 --json
claims dark-edges --json
lessons --json
lessons transpose
render tconv 4x4 k3 s2 --view scatter --step 3 --theme high-contrast --size 320x240 -o r.svg
render s.json --view matrix --size 320x240 --numbers fraction -o r.png
render conv 5 k3 --size 320x240 --fps 5 -o r.gif
scenario tconv 4x4 k3 s2 p1 op1 -o t.json
code s.json --framework pytorch
code conv 5x5 k3 --framework onnx --language zh
tex s.json --part matrix
upsample p.pgm -o u.png --factor 2 --method bicubic
upsample q.ppm -o u.npy --factor 3 --method conv-transpose --kernel bilinear
compare p.pgm q.ppm --factor 2 --methods nearest,bilinear --json
network n.json --json
network n.json --layer b
inspect p.pgm --json
report r.json -o report.html
report r.json -o report.csv
convert pixel-shuffle conv-transpose --weight four.npy --factor 2 -o w.npy
train t.pgm --steps 2 -o out
tour a.npy
tour --help
views --json
labs --json
commands
man
completions fish
help shape
--version
--help
shape --help --language zh
renderr conv 5 k3
"""
for i, line in enumerate(COMMANDS.split("\n")[1:-1]):
    write(f"command/{i}", line.replace(" ", "\n"))


def words_of(*command):
    return subprocess.run([sys.argv[1], *command], check=True, stdout=subprocess.PIPE, text=True).stdout


# What libFuzzer puts between lines: the options that the program says it takes, and names it knows.
subcommands = set(re.findall(r"^  ([a-z]+) ", words_of("--help"), re.M)) - {"convscope"}
known = {option for sub in subcommands for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", words_of(sub, "--help"))}
known |= subcommands | {view.split()[0] for view in words_of("views").splitlines()}
known |= {"a.npy", "k.npy", "four.npy", "r.json", "t.pgm", "s.json", "n.json", "p.pgm", "q.ppm", "conv", "conv-transpose", "tconv", "k3", "s2", "320x240"}
(seeds.parent / "command.dict").write_text("".join(f'"\\x0a{word}"\n' for word in sorted(known)))

scene = {"title": "One", "scenario": "conv 5 k3", "caption": "It is {{output}}.", "views": ["slide"]}
choice = [{"text": "3", "right": True, "why": "yes"}, {"text": "4", "why": "no"}]
write("lesson/plain", json.dumps({"version": 1, "title": "T", "scenes": [scene]}))
write("lesson/asks", json.dumps({"version": 1, "title": "T", "summary": "s", "minutes": 3, "scenes": [
    scene | {"question": {"ask": "How many?", "choices": choice}},
    scene | {"play": [0, 2], "loop": True, "notes": "n", "links": [{"text": "more", "to": "lesson:sizes"}]}]}))
write("lesson/sizes", (root / "assets/lessons/transpose.json").read_bytes())

for name, form, how in [
    ("grey.png", "png", ["-colorspace", "Gray"]), ("color.png", "png", []), ("deep.png", "png", ["-depth", "16"]),
    ("palette.png", "png8", []), ("color.jpg", "jpg", []), ("subsampled.jpg", "jpg", ["-sampling-factor", "2x1"]),
    ("progressive.jpg", "jpg", ["-interlace", "Plane"]), ("cmyk.jpg", "jpg", ["-colorspace", "CMYK"]),
    ("lossy.webp", "webp", []), ("lossless.webp", "webp", ["-define", "webp:lossless=true"]), ("color.tif", "tif", []),
    ("lzw.tif", "tif", ["-compress", "LZW"]), ("color.bmp", "bmp", []), ("rle.bmp", "bmp", ["-type", "Palette", "-compress", "RLE"]),
    ("color.gif", "gif", []), ("color.ppm", "ppm", []), ("plain.pgm", "pgm", ["-compress", "None", "-colorspace", "Gray"]),
    ("color.tga", "tga", []), ("color.psd", "psd", []), ("color.pam", "pam", []), ("light.hdr", "hdr", []),
]:
    made = subprocess.run(["convert", "-size", "9x7", "gradient:red-blue", "-strip", *how, f"{form}:-"],
                          check=True, stdout=subprocess.PIPE).stdout
    write(f"image/{name}", made)


# Networks, small enough to be changed all over.
import onnx, torch
from onnx import TensorProto, helper, numpy_helper


def constant(name, array):
    return numpy_helper.from_array(np.asarray(array), name)


def model(name, nodes, constants, opset=13):
    graph = helper.make_graph(
        nodes, "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 2, "h", 6])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)], constants)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    write(f"onnx/{name}", made.SerializeToString())


ones = np.ones((2, 2, 2, 2), "f4")
model("layers", [
    helper.make_node("Conv", ["x", "w"], ["a"], pads=[1, 0, 0, 1], strides=[1, 1]),
    helper.make_node("PRelu", ["a", "s"], ["b"]),
    helper.make_node("ConvTranspose", ["b", "w"], ["y"], strides=[2, 2], output_padding=[1, 0])],
    [constant("w", ones), constant("s", np.float32([0.5]).reshape(1, 1, 1))])
model("sizes", [
    helper.make_node("Shape", ["x"], ["a"]), helper.make_node("Slice", ["a", "from", "to"], ["b"]),
    helper.make_node("Concat", ["b", "n"], ["c"], axis=0), helper.make_node("Reshape", ["x", "c"], ["d"]),
    helper.make_node("Transpose", ["d"], ["e"], perm=[0, 2, 1]), helper.make_node("Softmax", ["e"], ["y"])],
    [constant("from", np.int64([0])), constant("to", np.int64([2])), constant("n", np.int64([-1]))])
model("resize", [
    helper.make_node("Resize", ["x", "", "f"], ["a"], mode="cubic", coordinate_transformation_mode="align_corners"),
    helper.make_node("Pad", ["a", "p"], ["b"], mode="reflect"), helper.make_node("Split", ["b"], ["c", "d"], axis=1),
    helper.make_node("Add", ["c", "d"], ["y"])],
    [constant("f", np.float32([1, 1, 2, 2])), constant("p", np.int64([0, 0, 1, 1, 0, 0, 1, 1]))])
model("norms", [
    helper.make_node("InstanceNormalization", ["x", "s", "s"], ["a"]),
    helper.make_node("MaxPool", ["a"], ["b"], kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1),
    helper.make_node("DepthToSpace", ["b4"], ["c"], blocksize=2, mode="CRD"),
    helper.make_node("Concat", ["b", "b"], ["b4"], axis=1),
    helper.make_node("Clip", ["c", "low"], ["y"])],
    [constant("s", np.float32([1, 2])), constant("low", np.float32(0))])
outside = TensorProto(name="w", dims=[2, 2, 1, 1], data_type=TensorProto.FLOAT, data_location=TensorProto.EXTERNAL)
for key, value in ("location", "w.bin"), ("offset", "4"), ("length", "16"):
    outside.external_data.add(key=key, value=value)
model("outside", [helper.make_node("Conv", ["x", "w"], ["a"]), helper.make_node("GlobalAveragePool", ["a"], ["b"]),
                  helper.make_node("Flatten", ["b"], ["c"]), helper.make_node("Gemm", ["c", "m"], ["y"], transB=1)],
      [outside, constant("m", np.float16([[1, 2], [3, 4]]))])
file = io.BytesIO()
torch.save({"up.weight": torch.ones(2, 1, 3, 3), "up.bias": torch.zeros(1)}, file)
write("torch/state", file.getvalue())
for name, state in {"small": {"w": torch.ones(1, 1, 2, 2)},
                    "nested": {"state_dict": {"a.weight": torch.ones(2, 1, 3).half(), "step": 3, "names": ("a", 1.5)},
                               "net": torch.nn.Conv1d(1, 1, 2).state_dict()}}.items():
    file = io.BytesIO()
    torch.save(state, file)
    with zipfile.ZipFile(file) as archive:
        write(f"torch/pickle-{name}", archive.read("archive/data.pkl"))
head = json.dumps({"up.weight": {"dtype": "BF16", "shape": [2, 1, 2, 2], "data_offsets": [0, 16]},
                   "__metadata__": {"format": "pt"}})
write("safetensors/weights", len(head).to_bytes(8, "little") + head.encode() + bytes(16))
write("safetensors/fitted", head.encode() + bytes(17))
kinds = {kind: {"dtype": kind, "shape": [2], "data_offsets": [0, 2 * size]}
         for kind, size in {"F64": 8, "F32": 4, "F16": 2, "I8": 1, "BOOL": 1, "U16": 2, "I64": 8}.items()}
write("safetensors/kinds", json.dumps(kinds).encode() + bytes(17))


def keras(layers, weights, data, functional=False):
    config = {"layers": layers} if not functional else {"name": "net", "layers": layers,
                                                        "output_layers": [[layers[-1]["config"]["name"], 0, 0]]}
    model = {"class_name": "Model" if functional else "Sequential", "config": config}
    return json.dumps({"format": "layers-model", "modelTopology": {"model_config": model},
                       "weightsManifest": [{"paths": ["w.bin"], "weights": weights}]}).encode() + b"\0" + data


def layer(kind, name, inbound=None, **config):
    out = {"class_name": kind, "config": {"name": name, **config}}
    return out if inbound is None else out | {"inbound_nodes": [[[each, 0, 0, {}] for each in inbound]] if inbound else []}


write("keras/quantised", keras(
    [layer("Conv2DTranspose", "up", filters=1, kernel_size=[3, 3], strides=[2, 2], padding="same",
           batch_input_shape=[None, None, None, 2])],
    [{"name": "up/kernel", "shape": [3, 3, 1, 2], "dtype": "float32",
      "quantization": {"dtype": "uint8", "min": -1.0, "scale": 0.01}},
     {"name": "up/bias", "shape": [1], "dtype": "float32"}], bytes(22)))
write("keras/graph", keras(
    [layer("InputLayer", "x", [], batch_input_shape=[None, 6, 6, 2]),
     layer("Conv2D", "a", ["x"], filters=4, kernel_size=[1, 1], strides=[1, 1], padding="valid", activation="relu"),
     layer("UpSampling2D", "b", ["x"], size=[2, 2], interpolation="bilinear"),
     layer("DepthToSpace", "c", ["a"], scale=2), layer("BatchNormalization", "d", ["b"], epsilon=0.001),
     layer("Concatenate", "e", ["b", "d"], axis=-1)],
    [{"name": "a/kernel", "shape": [1, 1, 2, 4], "dtype": "float16"},
     {"name": "a/bias", "shape": [4], "dtype": "float32"}]
    + [{"name": f"d/{each}", "shape": [2], "dtype": "float32"}
       for each in ("gamma", "beta", "moving_mean", "moving_variance")], bytes(64), functional=True))
write("network/unet", json.dumps({
    "convscope-network": 1, "name": "two", "input": [8, 8], "channels": 3, "layers": [
        {"name": "a", "kind": "conv", "channels": 4, "kernel": [3, 1], "padding": [1, 0]},
        {"name": "p", "kind": "pool", "kernel": 2, "stride": 2},
        {"name": "b", "kind": "transposed", "channels": 4, "kernel": 2, "stride": 2, "skip": "a"},
        {"name": "c", "kind": "transposed", "channels": 4, "kernel": 3, "stride": 2, "padding": "same",
         "dialect": "keras", "groups": 4, "activation": "silu"},
        {"name": "d", "kind": "nearest", "stride": 2}]}))
write("network/line", json.dumps({"convscope-network": 1, "name": "line", "input": [9], "layers": [
    {"name": "a", "dilation": 2, "padding": "full", "output_padding": 0, "bias": False}]}))

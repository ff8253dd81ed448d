"""Writes the files of this folder but plugins.h5: python3 make.py (Debian's python3-numpy, python3-h5py).

Value i (counted in C order) of each array is (7 i mod 31) - 10, in the array's own type;
for unsigned types (7 i mod 31), for bool whether (7 i mod 31) > 15.
"""
import os
import zipfile

import h5py
import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))


def values(shape, dtype):
    n = 7 * np.arange(np.prod(shape, dtype=int)) % 31
    kind = np.dtype(dtype).kind
    n = n > 15 if kind == "b" else n if kind == "u" else n - 10
    return n.reshape(shape).astype(dtype)


def kinds():
    with h5py.File("kinds.h5", "w") as f:
        types = f.create_group("types")
        for order in "<>":
            for kind in ("f2", "f4", "f8", "i2", "i4", "i8", "u2", "u4", "u8", "c8", "c16"):
                name = ("le_" if order == "<" else "be_") + kind
                types.create_dataset(name, data=values((9, 4), order + kind))
        for kind in ("i1", "u1", "b1"):
            types.create_dataset(kind, data=values((9, 4), kind))
        stored = f.create_group("stored")
        data = values((64, 12), "f4")
        ways = {
            "contiguous": {},
            "chunked": {"chunks": (16, 5)},
            "gzip": {"chunks": (16, 5), "compression": "gzip"},
            "gzip_shuffle": {"chunks": (10, 12), "compression": "gzip", "shuffle": True},
            "fletcher32": {"chunks": (8, 12), "fletcher32": True},
            "lzf": {"chunks": (16, 12), "compression": "lzf"},
            "lzf_all": {"chunks": (7, 3), "compression": "lzf", "shuffle": True, "fletcher32": True},
            "scaleoffset": {"chunks": (16, 12), "scaleoffset": 3},
            "grown": {"chunks": (4, 12), "maxshape": (None, 12)},
        }
        for name, how in ways.items():
            stored.create_dataset(name, data=data, **how)
        compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        compact.set_layout(h5py.h5d.COMPACT)
        space = h5py.h5s.create_simple(data.shape)
        h5py.h5d.create(stored.id, b"compact", h5py.h5t.IEEE_F32LE, space, compact).write(
            h5py.h5s.ALL, h5py.h5s.ALL, data
        )
        layers = f.create_group("net/epoch_3")
        for name, layout in (("conv10", "NHWC"), ("conv2", "NCHW")):
            conv = layers.create_dataset(name, data=values((5, 4, 4, 3), "f4"))
            conv.attrs["layout"] = layout
            conv.attrs["epoch"] = 3
        f["net/latest"] = h5py.SoftLink("/net/epoch_3")
        f["fc"] = h5py.SoftLink("stored/gzip")
        f.create_dataset("ids", data=["a7", "b8", "ü9"], dtype=h5py.string_dtype())
        f.create_dataset("tags", data=np.array([b"x", b"yz"]))
        f.create_dataset("scalar", data=np.float64(3.5))
        f.create_dataset("none", shape=(0, 3), dtype="f4")


def hostile():
    with h5py.File("hostile.h5", "w") as f:
        f["fine"] = values((4, 3), "f4")
        f["out"] = h5py.ExternalLink("kinds.h5", "/stored/gzip")
        f["nowhere"] = h5py.SoftLink("/not/there")
        f["circle"] = h5py.SoftLink("/circle")
        f["through"] = h5py.SoftLink("/out")
        f.create_group("again")["self"] = f["/"]
        layout = h5py.VirtualLayout((4, 12), "f4")
        layout[:] = h5py.VirtualSource("other.h5", "x", shape=(4, 12))
        f.create_virtual_dataset("virtual", layout)
        f.create_dataset("outside", shape=(4,), dtype="f4", external=[("/etc/hostname", 0, 16)])
        f.create_dataset("unwritten", shape=(1000, 3), dtype="f4", chunks=(100, 3))
        f.create_dataset("unwritten_gzip", shape=(100, 3), dtype="f4", chunks=(10, 3), compression="gzip")
        holes = f.create_dataset("holes", shape=(100, 30), dtype="f4", chunks=(10, 30))
        holes[:40] = values((40, 30), "f4")
        f["records"] = np.zeros(3, dtype=[("a", "f4"), ("b", "i4")])
        f["nothing"] = h5py.Empty("f4")


def holes():
    """Chunks that were never written, in every kind of index that HDF5 has."""
    new = {
        # name: shape, chunk, as far as it may grow, the one place that is left out
        "fixed": ((40, 6), (7, 3), (80, 9), (2, 1)),
        "growing": ((300,), (1,), (None,), (250,)),
        "sideways": ((12, 9), (3, 2), (20, None), (1, 4)),
        "both": ((30, 12), (1, 3), (None, None), (17, 2)),
        "one": ((5,), (5,), (5,), (0,)),
    }
    old = {"fixed": new["fixed"], "growing": ((70,), (1,), (None,), (66,)), "one": new["one"]}
    for name, version, all_of in (("holes-old.h5", "earliest", old), ("holes-new.h5", "latest", new)):
        with h5py.File(name, "w", libver=version, userblock_size=512) as f:
            for key, (shape, chunk, most, left) in all_of.items():
                for how in ({}, {"compression": "gzip"}) if key in ("fixed", "one") else ({},):
                    data = f.create_dataset(
                        key + ("_gzip" if how else ""), shape=shape, dtype="i1", chunks=chunk, maxshape=most, **how
                    )
                    for place in np.ndindex(*(-(-n // c) for n, c in zip(shape, chunk))):
                        if place != left:
                            data[tuple(slice(i * c, (i + 1) * c) for i, c in zip(place, chunk))] = 1
            f.create_dataset("small", shape=(3, 2), dtype="f4")
            f["zeros"] = np.zeros((2, 2), "i1")


def odd_types():
    """Numbers that are not divided as NumPy's are; bfloat16 is the one that is read."""
    with h5py.File("odd-types.h5", "w") as f:
        brain = h5py.h5t.IEEE_F32LE.copy()
        brain.set_fields(15, 7, 8, 0, 7)
        brain.set_size(2)
        brain.set_ebias(127)
        swapped = brain.copy()
        swapped.set_order(h5py.h5t.ORDER_BE)
        named = brain.copy()
        named.commit(f.id, b"bfloat16")
        twelve = h5py.h5t.STD_I16LE.copy()
        twelve.set_precision(12)
        shifted = twelve.copy()
        shifted.set_offset(4)
        biased = h5py.h5t.IEEE_F64LE.copy()
        biased.set_ebias(1000)
        part = h5py.h5t.IEEE_F32LE.copy()
        part.set_ebias(100)
        odd = h5py.h5t.create(h5py.h5t.COMPOUND, 8)
        for i, name in enumerate((b"r", b"i")):
            odd.insert(name, 4 * i, part)
        usual = h5py.h5t.IEEE_F32LE.copy()
        usual.commit(f.id, b"float32")
        types = {"le": brain, "be": swapped, "named": named, "usual": usual}
        types |= {"twelve": twelve, "shifted": shifted, "biased": biased}
        for name, kind in types.items():
            space = h5py.h5s.create_simple((2, 3))
            data = h5py.h5d.create(f.id, name.encode(), kind, space)
            wanted = np.array([1, -2, 0.1, 384, -1e30, 0] if kind.get_class() == h5py.h5t.FLOAT else range(6))
            data.write(h5py.h5s.ALL, h5py.h5s.ALL, wanted.reshape(2, 3))
        h5py.h5d.create(f.id, b"complex", odd, h5py.h5s.create_simple((2, 3))).write(
            h5py.h5s.ALL, h5py.h5s.ALL, np.zeros((2, 3), "c8")
        )


def seeds():
    """Small files for the fuzz run: in the oldest form, in the newest, and of many groups."""
    for name, version in (("seed-old.h5", "earliest"), ("seed-new.h5", "latest")):
        with h5py.File(name, "w", libver=version) as f:
            f.create_dataset("a", data=values((6, 4), "f4")).attrs["layout"] = "NCHW"
            f.create_dataset("g/b", data=values((8, 3), ">i2"), chunks=(3, 2), compression="gzip")
            f.create_dataset("g/c", data=values((8, 3), "f8"), chunks=(4, 3), fletcher32=True, shuffle=True)
            f.create_dataset("g/d", data=values((40, 3), "f4"), chunks=(2, 3), maxshape=(None, 3))
            f["s"] = h5py.SoftLink("/g/b")
            f["g/t"] = ["x", "yz"]
    with h5py.File("seed-deep.h5", "w", libver="latest") as f:
        f.create_group("/".join("g" * 24))["x"] = values((2, 2), "f4")


def zip64():
    """As np.savez writes: sizes in ZIP64 fields whether they need them or not."""
    with zipfile.ZipFile("zip64.npz", "w") as archive:
        entry = zipfile.ZipInfo("a.npy", (1980, 1, 1, 0, 0, 0))
        with archive.open(entry, "w", force_zip64=True) as f:
            np.lib.format.write_array(f, values((6, 4), "f4"))


kinds()
hostile()
holes()
odd_types()
seeds()
zip64()

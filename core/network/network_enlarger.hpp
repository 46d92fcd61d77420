// A network as a contender: it enlarges pictures beside bicubic and is measured like it.
//
//   const Contender net = network_enlarger(parse_upsampling("network:fsrcnn-x3.onnx"), {});
//
// A network of three channels takes colours; a grey picture is given to it three times, and the luma of what
// comes out is the result. One of a single channel takes luma (BT.601, .299 R + .587 G + .114 B), as SRCNN,
// FSRCNN and ESPCN do, and chroma is enlarged by bicubic (a = -0.75): since both are linear, that is the
// bicubic picture with the difference of the two lumas added to each colour.
#pragma once

#include <memory>

#include "core/enlarging/contender.hpp"
#include "core/enlarging/upsampling.hpp"
#include "core/tensor/shape.hpp"

namespace convscope {

/// `choice`: of method network; with more layers than one, the network is applied as often. Errors: as
/// read_network; Error("network", ...): no graph, several inputs, other channels than 1 or 3, other ones out
/// than in, operators that are not known, weights that are not finite; Error("factor", ...): it enlarges by
/// another number.
std::shared_ptr<const WholeEnlarger> network_enlarger(const UpsamplingChoice& choice, Budget budget = {});

/// A network, or what make_upsampler makes. Errors: of both.
Contender make_contender(const UpsamplingChoice& choice, const Examples& examples, Budget budget = {});

}  // namespace convscope

// Where the columns of a network's table stand. Included by network.cpp only.
#pragma once

#include "app/picture/picture.hpp"

namespace convscope {

/// What the columns have to hold.
struct NetworkNeeds {
  double names = 0, kinds = 0, outputs = 0;  ///< widths of the longest words
  bool skips = false;                        ///< there are arcs
};

/// Left edges of words, right edges of numbers, the middle of the blocks.
struct NetworkColumns {
  double arcs = 0;                                                ///< width that the arcs have
  double blocks = 0, widest = 100;                                ///< widest 0: blocks and arcs are left out
  double names = 0, names_width = 0, kinds = 0, kinds_width = 0;  ///< kinds_width 0: they are left out
  double output = 0, sees = 0, parameters = 0, adds = 0;
  bool with_parameters = true;
  double numbers = 0;  ///< width of the numbers with bars
};
/// `unit`: of a pixel of type. In narrow areas the columns close up and the kinds give way, then the
/// parameters, then blocks and arcs; last the names are cut. None reaches beyond `area`.
NetworkColumns network_columns(const Rect& area, const NetworkNeeds& needs, double unit);

}  // namespace convscope

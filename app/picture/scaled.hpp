// A drawing larger or smaller than it was drawn.
#pragma once

#include "app/picture/picture.hpp"

namespace convscope {

/// Every length multiplied by `factor`, also those of type and strokes; hatching keeps its own.
Picture scaled(Picture picture, double factor);

}  // namespace convscope

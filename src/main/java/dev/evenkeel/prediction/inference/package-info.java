/** The Open Inference protocol: tensors in, tensors out. */
@NullMarked
package dev.evenkeel.prediction.inference;

import org.jspecify.annotations.NullMarked;

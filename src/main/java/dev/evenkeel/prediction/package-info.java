/** Answers predict requests from ONNX Runtime sessions; never loads what has trained the model. */
@NullMarked
package dev.evenkeel.prediction;

import org.jspecify.annotations.NullMarked;

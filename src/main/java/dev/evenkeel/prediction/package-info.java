/**
 * Answers predict requests from ONNX Runtime sessions.
 *
 * <p>May import model, image, storage, training, web and error; never loads Deeplearning4j.
 */
@NullMarked
package dev.evenkeel.prediction;

import org.jspecify.annotations.NullMarked;

/**
 * Trained networks and their preprocessing as ONNX graphs, written from the plan and the flat
 * parameters alone: whatever has computed the network, the graph is the same. Knows no provider.
 */
@NullMarked
package dev.evenkeel.training.onnx;

import org.jspecify.annotations.NullMarked;

/** Rows, files and images in, predictions out: the requests and answers of our own protocol. */
@NullMarked
package dev.evenkeel.prediction.request;

import org.jspecify.annotations.NullMarked;

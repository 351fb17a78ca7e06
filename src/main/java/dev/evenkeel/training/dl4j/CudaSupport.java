package dev.evenkeel.training.dl4j;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says whether a CUDA device can train, before anything native is loaded that would crash on it.
 *
 * <p>Deeplearning4j 1.0.0-M2.1 brings machine code for compute capabilities up to 8.6 and no PTX
 * that a driver could translate for later ones.
 */
public final class CudaSupport {

  private static final Capability OLDEST = new Capability(3, 5);
  private static final Capability NEWEST = new Capability(8, 6);
  private static final String BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";

  private final boolean backendPresent;
  private final Supplier<List<Device>> devices;

  /** A device as the driver describes it. */
  public record Device(String name, Capability capability) {}

  /** A compute capability such as 8.6. */
  public record Capability(int major, int minor) implements Comparable<Capability> {

    /**
     * @param text as {@code nvidia-smi --query-gpu=compute_cap} prints it
     */
    public static Capability parse(String text) {
      String[] parts = text.strip().split("\\.", -1);
      if (parts.length != 2) {
        throw new IllegalArgumentException("'%s' is no compute capability.".formatted(text));
      }
      return new Capability(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }

    @Override
    public int compareTo(Capability other) {
      return major != other.major
          ? Integer.compare(major, other.major)
          : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
      return major + "." + minor;
    }
  }

  /**
   * @param backendPresent whether Deeplearning4j's CUDA backend is on the class path
   * @param devices the machine's devices in CUDA's order; asked only when the backend is there
   */
  public CudaSupport(boolean backendPresent, Supplier<List<Device>> devices) {
    this.backendPresent = backendPresent;
    this.devices = devices;
  }

  /** Whether this build has the CUDA backend; finds its class without running any of it. */
  public static boolean isBackendPresent() {
    try {
      Class.forName(BACKEND, false, CudaSupport.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Why the device can't train, or nothing if it can. */
  public Optional<String> refusal(int index) {
    if (!backendPresent) {
      return Optional.of(
          "cuda:%d was asked for, but this build has no CUDA backend. Build with -Pcuda, or use cpu."
              .formatted(index));
    }
    List<Device> present = devices.get();
    if (index < 0 || index >= present.size()) {
      return Optional.of(
          "cuda:%d was asked for, but the driver shows %d CUDA device(s). Check nvidia-smi, or use cpu."
              .formatted(index, present.size()));
    }
    Device device = present.get(index);
    return refusal(device.capability())
        .map(reason -> "cuda:%d (%s): %s".formatted(index, device.name(), reason));
  }

  /** Why a compute capability is not supported, or nothing if it is. */
  public static Optional<String> refusal(Capability capability) {
    if (capability.compareTo(NEWEST) > 0) {
      return Optional.of(
          "compute capability %s is newer than %s, the newest that Deeplearning4j's CUDA 11.6 backend has code for. Use cpu on this machine."
              .formatted(capability, NEWEST));
    }
    if (capability.compareTo(OLDEST) < 0) {
      return Optional.of(
          "compute capability %s is older than %s, the oldest that Deeplearning4j's CUDA 11.6 backend supports. Use cpu on this machine."
              .formatted(capability, OLDEST));
    }
    return Optional.empty();
  }
}

package dev.evenkeel.training.plan.layers;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.evenkeel.training.spec.LayerSpec;
import java.lang.reflect.Constructor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds the class that says something about one type of layer, by its name: {@code Conv2d} of the
 * spec is {@code Conv2dKind} here.
 *
 * <p>A new type is its own files and no line in any list. One that is missing fails when the
 * contract is first used, with its name.
 */
public final class LayerRegistry<T> {

  private final Map<Class<?>, Constructor<? extends T>> constructors = new LinkedHashMap<>();

  private LayerRegistry() {}

  /**
   * @param contract lies in the package of the classes
   * @param naming what a class is called, with %s in the place of the type: {@code %sKind}
   */
  public static <T> LayerRegistry<T> of(Class<T> contract, String naming) {
    LayerRegistry<T> registry = new LayerRegistry<>();
    for (Class<? extends LayerSpec> type : types()) {
      String name = contract.getPackageName() + "." + naming.formatted(type.getSimpleName());
      try {
        registry.constructors.put(type, constructor(contract, name));
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(
            "The layer type '%s' has no %s: write %s."
                .formatted(type(type), contract.getSimpleName(), name),
            e);
      }
    }
    return registry;
  }

  private static <T> Constructor<? extends T> constructor(Class<T> contract, String name)
      throws ClassNotFoundException {
    Class<? extends T> found =
        Class.forName(name, true, contract.getClassLoader()).asSubclass(contract);
    @SuppressWarnings("unchecked") // a class declares constructors of itself alone
    Constructor<? extends T> only = (Constructor<? extends T>) found.getDeclaredConstructors()[0];
    // The classes are their package's own.
    only.setAccessible(true);
    return only;
  }

  /** What the registry's contract says of a layer. */
  public T create(LayerSpec layer, Object... arguments) {
    try {
      return constructors.get(layer.getClass()).newInstance(arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every type of layer that a spec can hold. */
  public static Set<Class<? extends LayerSpec>> types() {
    Set<Class<? extends LayerSpec>> types = new LinkedHashSet<>();
    collect(LayerSpec.class, types);
    return types;
  }

  private static void collect(Class<?> type, Set<Class<? extends LayerSpec>> types) {
    if (!type.isSealed()) {
      types.add(type.asSubclass(LayerSpec.class));
      return;
    }
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      collect(permitted, types);
    }
  }

  /** The name of a type in a spec. */
  static String type(Class<?> layer) {
    return layer.getAnnotation(JsonTypeName.class).value();
  }
}

@NullMarked
package com.joyofhardware.agent;

import org.jspecify.annotations.NullMarked;

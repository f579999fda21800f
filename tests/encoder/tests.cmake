vib_test(encoder
    test_augment test_synthetic test_dataset test_neighbours test_lesson
    test_loss test_optimizer test_checkpoint test_train)
